import type { LessonSummary } from '../contract'

/** The lesson to go on with, from a list that is newest first: one that still runs, or one where something was said. */
export function lastLesson(lessons: readonly LessonSummary[]): LessonSummary | undefined {
  return lessons.find(
    ({ status, turn_count }) => status === 'running' || (status === 'ended' && turn_count > 0),
  )
}
