import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useElapsed } from './useElapsed'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('goes on from what the tutor counted', () => {
  const elapsed = { seconds: 75, at: performance.now() }
  const { result } = renderHook(() => useElapsed(elapsed))
  expect(result.current).toBe(75)
  act(() => {
    vi.advanceTimersByTime(3000)
  })
  expect(result.current).toBe(78)
})

it('has nothing to tell before the lesson began', () => {
  expect(renderHook(() => useElapsed(null)).result.current).toBeNull()
})
