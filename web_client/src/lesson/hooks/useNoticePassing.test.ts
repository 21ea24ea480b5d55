import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DEFINITIONS, type LessonEvent, type Notice } from '../../contract'
import { type EventNotice, lessonReducer, type LessonState, NOTHING_KNOWN } from '../state/lessonState'
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

const { enum: CODES } = (DEFINITIONS['Notice'] as { properties: { code: { enum: Notice['code'][] } } })
  .properties.code

it.each(CODES)('shows %s for a time, or until the tutor is heard of or the lesson over', (code) => {
  const dispatch = vi.fn()
  const before: LessonState = { ...NOTHING_KNOWN, notice: shown(code) }
  renderHook(() => {
    useNoticePassing(before.notice, dispatch)
  })
  vi.advanceTimersByTime(15_000)
  if (dispatch.mock.calls.length > 0) return
  const next = (event: LessonEvent) => lessonReducer(before, { type: 'event', event, from: 'tutor', now: 0 })
  const at = { at: '2026-11-20T12:00:00Z', n: 1 }
  const over =
    code === 'engine_failed'
      ? next({ ...at, type: 'lesson.ended', end_reason: 'engine', report: null }).ended !== null
      : next({ ...at, type: 'lesson.ready', lesson_id: 'l', stage: 'roleplay', engine: 'realtime' })
          .notice === null
  expect(over).toBe(true)
})
