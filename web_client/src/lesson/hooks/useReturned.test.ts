import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useReturned } from './useReturned'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('says "back" only after having been away', () => {
  const { result, rerender } = renderHook(({ away, well }) => useReturned(away, well), {
    initialProps: { away: false, well: false },
  })
  rerender({ away: false, well: true })
  expect(result.current).toBe(false)
  rerender({ away: true, well: false })
  expect(result.current).toBe(false)
  rerender({ away: false, well: true })
  expect(result.current).toBe(true)
  act(() => {
    vi.advanceTimersByTime(6000)
  })
  expect(result.current).toBe(false)
})
