import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useTyping } from './useTyping'

it.each([
  ['opens by itself for who cannot speak, without the focus', true, 0, { open: true, takesFocus: false }],
  ['stays closed for who can', false, 0, { open: false, takesFocus: false }],
  ['takes the focus when asked for', false, 1, { open: true, takesFocus: true }],
  ['can be closed by who cannot speak', true, 1, { open: false, takesFocus: false }],
  ['and opened again', true, 2, { open: true, takesFocus: true }],
])('%s', (_, cannotSpeak, presses, expected) => {
  const { result } = renderHook(() => useTyping(cannotSpeak))
  for (let press = 0; press < presses; press++)
    act(() => {
      result.current.toggle()
    })
  expect(result.current).toMatchObject(expected)
})
