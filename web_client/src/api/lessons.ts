/** The token server's calls that the pages use, and how each is cached. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { JoinResponse, Lesson, LessonList, Report, StartLessonRequest } from '../contract'
import { call, CallError, callForNothing } from './http'

const PAGE_ROWS = 20

export function startLesson(wish: StartLessonRequest): Promise<JoinResponse> {
  return call('/api/lessons', { method: 'POST', body: wish, answer: 'JoinResponse' })
}

export function joinLesson(lessonId: string): Promise<JoinResponse> {
  return call(`/api/lessons/${lessonId}/join`, { method: 'POST', body: {}, answer: 'JoinResponse' })
}

/** For who is in no room. */
export function endLesson(lessonId: string): Promise<void> {
  return callForNothing(`/api/lessons/${lessonId}/end`, 'POST')
}

export function deleteLesson(lessonId: string): Promise<void> {
  return callForNothing(`/api/lessons/${lessonId}`, 'DELETE')
}

/** A lesson with its turns. Never taken from the cache: a running lesson changes with every sentence. */
export function lessonQuery(lessonId: string) {
  return queryOptions({
    queryKey: ['lesson', lessonId],
    queryFn: ({ signal }): Promise<Lesson> => call(`/api/lessons/${lessonId}`, { answer: 'Lesson', signal }),
    staleTime: 0,
  })
}

/** The report, or null while the lesson has not ended. */
export function reportQuery(lessonId: string) {
  return queryOptions({
    queryKey: ['report', lessonId],
    queryFn: async ({ signal }): Promise<Report | null> => {
      try {
        return await call(`/api/lessons/${lessonId}/report`, { answer: 'Report', signal })
      } catch (error) {
        if (error instanceof CallError && error.code === 'not_ready') return null
        throw error
      }
    },
  })
}

/** `known`: of this learner something is kept, be it without a lesson. */
export type History = LessonList & { known: boolean }

const NOTHING: History = {
  known: false,
  lessons: [],
  has_next: false,
  next_before: null,
  last: null,
  totals: { lessons: 0, total_seconds: 0, learner_speech_seconds: 0 },
}

/** Own lessons, newest first. Who has no cookie yet (401) has none. */
export function historyQuery(q = '') {
  return infiniteQueryOptions({
    queryKey: ['history', q],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }): Promise<History> => {
      const search = new URLSearchParams({ limit: String(PAGE_ROWS) })
      if (q !== '') search.set('q', q)
      if (pageParam !== null) search.set('before', pageParam)
      try {
        const list = await call(`/api/lessons?${search.toString()}`, { answer: 'LessonList', signal })
        return { ...list, known: true }
      } catch (error) {
        if (error instanceof CallError && error.status === 401) return NOTHING
        throw error
      }
    },
    getNextPageParam: (page) => (page.has_next ? page.next_before : null),
  })
}

export const catalogueQuery = queryOptions({
  queryKey: ['scenarios'],
  queryFn: async ({ signal }) => (await call('/api/scenarios', { answer: 'ScenarioList', signal })).scenarios,
  staleTime: Infinity,
})
