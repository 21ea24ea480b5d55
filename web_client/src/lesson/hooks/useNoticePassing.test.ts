import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { EventNotice } from '../state/lessonState'
import { useNoticePassing } from './useNoticePassing'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const shown = (code: EventNotice['code']): EventNotice => ({ code, text: { ko: '가', en: 'a' }, shownAt: 0 })

it.each([
  ['not_heard', 8000, 1],
  ['not_heard', 7999, 0],
  ['tutor_busy', 600_000, 0],
] as const)('passes %s after %i ms: %i', (code, milliseconds, times) => {
  const dispatch = vi.fn()
  renderHook(() => {
    useNoticePassing(shown(code), dispatch)
  })
  vi.advanceTimersByTime(milliseconds)
  expect(dispatch).toHaveBeenCalledTimes(times)
})
