import type { LessonSummary } from '../contract'
import type { WordKey } from '../words/words'

export interface Week {
  words: WordKey
  lessons: LessonSummary[]
}

/** Lessons by calendar week, which begins on Monday; those before last week together. Empty weeks are left out. */
export function weeks(lessons: readonly LessonSummary[], now = new Date()): Week[] {
  const monday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - ((now.getDay() + 6) % 7))
  const lastMonday = new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() - 7)
  const all: Week[] = [
    { words: 'history.this_week', lessons: [] },
    { words: 'history.last_week', lessons: [] },
    { words: 'history.earlier', lessons: [] },
  ]
  for (const lesson of lessons) {
    const began = new Date(lesson.started_at ?? lesson.created_at)
    all[began >= monday ? 0 : began >= lastMonday ? 1 : 2]?.lessons.push(lesson)
  }
  return all.filter((week) => week.lessons.length > 0)
}
