import { queryOptions } from '@tanstack/react-query'
import type { DebugLesson, DebugPages } from '../contract'
import { call } from '../api/http'

/** Refused (404) where the server keeps its debug pages closed. */
export const debugPagesQuery = queryOptions({
  queryKey: ['debug'],
  queryFn: ({ signal }): Promise<DebugPages> => call('/api/debug', { answer: 'DebugPages', signal }),
})

export function debugLessonQuery(lessonId: string) {
  return queryOptions({
    queryKey: ['debug', lessonId],
    queryFn: ({ signal }): Promise<DebugLesson> =>
      call(`/api/debug/lessons/${lessonId}`, { answer: 'DebugLesson', signal }),
    staleTime: 0,
  })
}
