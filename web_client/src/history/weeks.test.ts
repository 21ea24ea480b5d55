import { expect, it } from 'vitest'
import type { LessonSummary } from '../contract'
import { weeks } from './weeks'

const lesson = (day: number) =>
  ({ created_at: new Date(2026, 10, day, 10).toISOString(), started_at: null }) as LessonSummary

it('begins the week on Monday and leaves empty weeks out', () => {
  const friday = new Date(2026, 10, 20, 21)
  const grouped = (...days: number[]) =>
    weeks(days.map(lesson), friday).map((week) => [week.words, week.lessons.length])
  expect(grouped(20, 16, 15, 9, 8)).toEqual([
    ['history.this_week', 2],
    ['history.last_week', 2],
    ['history.earlier', 1],
  ])
  expect(grouped(9)).toEqual([['history.last_week', 1]])
  expect(grouped()).toEqual([])
})

it('counts a Sunday to the week that it ends', () => {
  expect(weeks([lesson(16)], new Date(2026, 10, 22, 9))[0]?.words).toBe('history.this_week')
})
