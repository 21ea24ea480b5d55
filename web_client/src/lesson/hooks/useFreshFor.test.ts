import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useFreshFor } from './useFreshFor'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('is fresh for a while after each change, and never without one', () => {
  const { result, rerender } = renderHook(({ mark }) => useFreshFor(mark, 6000), {
    initialProps: { mark: null as number | null },
  })
  expect(result.current).toBe(false)
  rerender({ mark: 1 })
  expect(result.current).toBe(true)
  act(() => {
    vi.advanceTimersByTime(6000)
  })
  expect(result.current).toBe(false)
  rerender({ mark: 2 })
  expect(result.current).toBe(true)
})
