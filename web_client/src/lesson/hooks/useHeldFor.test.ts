import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useHeldFor } from './useHeldFor'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const pass = (milliseconds: number) => {
  act(() => {
    vi.advanceTimersByTime(milliseconds)
  })
}

it('waits, and begins anew after a break', () => {
  const { result, rerender } = renderHook(({ held }) => useHeldFor(held, 1000), {
    initialProps: { held: true },
  })
  pass(999)
  expect(result.current).toBe(false)
  pass(1)
  expect(result.current).toBe(true)
  rerender({ held: false })
  expect(result.current).toBe(false)
  rerender({ held: true })
  expect(result.current).toBe(false)
  pass(1000)
  expect(result.current).toBe(true)
})
