import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useSettings } from './useSettings'

it('gives every reader in the page the same settings', () => {
  const first = renderHook(() => useSettings())
  const second = renderHook(() => useSettings())
  act(() => {
    first.result.current[1]({ level: 'C1' })
  })
  expect(second.result.current[0].level).toBe('C1')
})
