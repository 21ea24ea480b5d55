import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { KeptLesson } from '../kept'
import { useTyping } from './useTyping'

beforeEach(() => {
  sessionStorage.clear()
})

it.each([
  ['opens by itself for who cannot speak, without the focus', true, 0, { open: true, takesFocus: false }],
  ['stays closed for who can', false, 0, { open: false, takesFocus: false }],
  ['takes the focus when asked for', false, 1, { open: true, takesFocus: true }],
  ['can be closed by who cannot speak', true, 1, { open: false, takesFocus: false }],
  ['and opened again', true, 2, { open: true, takesFocus: true }],
])('%s', (_, cannotSpeak, presses, expected) => {
  const { result } = renderHook(() => useTyping(cannotSpeak, new KeptLesson('a')))
  for (let press = 0; press < presses; press++)
    act(() => {
      result.current.toggle()
    })
  expect(result.current).toMatchObject(expected)
})

it('has what was written still after a reload, and shows it without the focus', () => {
  const before = renderHook(() => useTyping(false, new KeptLesson('a')))
  act(() => {
    before.result.current.toggle()
  })
  act(() => {
    before.result.current.setDraft('Could I have')
  })
  before.unmount()
  const { result } = renderHook(() => useTyping(false, new KeptLesson('a')))
  expect(result.current).toMatchObject({ draft: 'Could I have', open: true, takesFocus: false })
  act(() => {
    result.current.setDraft('')
  })
  expect(result.current.open).toBe(true)
})
