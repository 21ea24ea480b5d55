import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { useNavigate } from 'react-router'
import { reportQuery } from '../../api/lessons'
import { leftState } from '../../report/left'
import type { LessonRoom } from './useLessonRoom'

/** As long as the sun takes to sink (--motion-slow). */
const SUNSET_MILLISECONDS = 480

/**
 * Out of the room and on to the report: by the learner's wish, or because the lesson has ended. One that goes on in another
 * tab is not over: the report page says so.
 */
export function useLeaving(lessonId: string, { kept, lesson, entry }: LessonRoom): () => void {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { leave } = entry
  const displaced = entry.phase === 'displaced'
  const go = useCallback(() => {
    if (!displaced) kept.forget()
    void leave()
    void queryClient.invalidateQueries({ queryKey: ['history'] })
    void navigate(`/lessons/${lessonId}/report`, { replace: true, state: displaced ? null : leftState() })
  }, [displaced, kept, leave, navigate, queryClient, lessonId])

  const { ended } = lesson
  // Of a lesson that is not there (any more), the report page says so.
  const over = ended !== null || entry.phase === 'ended' || entry.phase === 'unknown'
  useEffect(() => {
    if (!over) return
    if (ended?.report) queryClient.setQueryData(reportQuery(lessonId).queryKey, ended.report)
    const timer = setTimeout(go, SUNSET_MILLISECONDS)
    return () => {
      clearTimeout(timer)
    }
  }, [over, ended, go, queryClient, lessonId])
  return go
}
