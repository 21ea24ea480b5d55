import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useSettled } from './useSettled'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('gives a value once it has stayed that long', () => {
  const { result, rerender } = renderHook(({ value }) => useSettled(value, 300), {
    initialProps: { value: '' },
  })
  const pass = (milliseconds: number) => {
    act(() => {
      vi.advanceTimersByTime(milliseconds)
    })
    return result.current
  }
  rerender({ value: 'h' })
  expect(pass(299)).toBe('')
  rerender({ value: 'ho' })
  expect(pass(299)).toBe('')
  expect(pass(1)).toBe('ho')
})
