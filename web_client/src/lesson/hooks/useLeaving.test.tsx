import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter, useLocation } from 'react-router'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LESSON_ID } from '../../test/lessons'
import { testClient } from '../../test/page'
import { KeptLesson } from '../kept'
import type { Phase } from '../room/entry'
import { type LessonState, NOTHING_KNOWN } from '../state/lessonState'
import { useLeaving } from './useLeaving'
import type { LessonRoom } from './useLessonRoom'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function leaving(phase: Phase, ended: LessonState['ended'] = null) {
  const leave = vi.fn(() => Promise.resolve())
  const kept = new KeptLesson(LESSON_ID)
  kept.change({ draft: 'Could I' })
  const lessonRoom = {
    kept,
    lesson: { ...NOTHING_KNOWN, ended },
    entry: { phase, leave },
  } as unknown as LessonRoom
  const { result } = renderHook(() => ({ go: useLeaving(LESSON_ID, lessonRoom), at: useLocation() }), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={testClient()}>
        <MemoryRouter initialEntries={[`/lessons/${LESSON_ID}`]}>{children}</MemoryRouter>
      </QueryClientProvider>
    ),
  })
  return { leave, result }
}

const REPORT = { pathname: `/lessons/${LESSON_ID}/report`, state: { left: true } }

it.each([
  ['the lesson has ended', 'in', { end_reason: 'time', report: null }],
  ['it had ended before', 'ended', null],
  ['there is no such lesson', 'unknown', null],
] as const)('goes to the report when %s, once the sun has set', (_, phase, ended) => {
  const { leave, result } = leaving(phase, ended)
  expect(result.current.at.pathname).toBe(`/lessons/${LESSON_ID}`)
  act(() => {
    vi.advanceTimersByTime(480)
  })
  expect(result.current.at).toMatchObject(REPORT)
  expect(leave).toHaveBeenCalled()
  expect(sessionStorage).toHaveLength(0)
})

it('stays in a lesson that goes on, until the learner leaves', () => {
  const { leave, result } = leaving('in')
  act(() => {
    vi.advanceTimersByTime(60_000)
  })
  expect(leave).not.toHaveBeenCalled()
  expect(sessionStorage).toHaveLength(1)
  act(() => {
    result.current.go()
  })
  expect(result.current.at).toMatchObject(REPORT)
})

it('takes a lesson that goes on in another tab for no ended one', () => {
  const { result } = leaving('displaced')
  act(() => {
    result.current.go()
  })
  expect(result.current.at).toMatchObject({ pathname: REPORT.pathname, state: null })
  expect(sessionStorage).toHaveLength(1)
})
