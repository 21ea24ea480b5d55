import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useOpenLine } from './useOpenLine'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('is being read for 15 s after each opening', () => {
  const { result } = renderHook(useOpenLine)
  const show = (key: string | null) => {
    act(() => {
      result.current.show(key)
    })
    return result.current.reading
  }
  const pass = (milliseconds: number) => {
    act(() => {
      vi.advanceTimersByTime(milliseconds)
    })
    return result.current.reading
  }
  expect([result.current.reading, show('a'), pass(14_999), pass(1)]).toEqual([false, true, true, false])
  expect([show('b'), show(null), show('b')]).toEqual([true, false, true])
})
