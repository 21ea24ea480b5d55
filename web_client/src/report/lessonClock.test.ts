import { expect, it } from 'vitest'
import type { Turn } from '../contract'
import { turn } from '../test/lessons'
import { lessonClock } from './lessonClock'

/** So many seconds after noon. */
const at = (second: number) => new Date(Date.parse('2026-11-20T12:00:00Z') + second * 1000).toISOString()
const line = (seq: number, sitting: string, began: number, ended: number): Turn =>
  turn(seq, 'tutor', 'Hello.', { sitting_id: sitting, started_at: at(began), ended_at: at(ended) })

it('begins with the first word, and counts a long silence inside a sitting', () => {
  const clock = lessonClock([line(1, 'a', 3, 5), line(2, 'a', 14.5, 16), line(3, 'a', 1900, 1903)])
  expect([...clock.at.values()]).toEqual([0, 11.5, 1897])
  expect(clock.length).toBe(1900)
})

it.each([
  ['a minute and a half', 90],
  ['twenty minutes', 1200],
  ['a day', 86_400],
])('does not count %s between two sittings', (_, pause) => {
  const again = 8 + pause
  const clock = lessonClock([
    line(1, 'a', 0, 3),
    line(2, 'a', 5, 8),
    line(3, 'b', again, again + 3),
    line(4, 'b', again + 5, again + 8),
  ])
  expect([...clock.at.values()]).toEqual([0, 5, 8, 13])
  expect(clock.length).toBe(16)
})

it('takes sittings in the order in which they began, though a line of the first came late', () => {
  const clock = lessonClock([line(1, 'a', 0, 3), line(2, 'b', 60, 62), line(3, 'a', 5, 8)])
  expect(
    [...clock.at.entries()].sort(([, one], [, other]) => one - other).map(([, second]) => second),
  ).toEqual([0, 5, 8])
  expect(clock.length).toBe(10)
})

it('has no time where nothing was said', () => {
  expect(lessonClock([])).toEqual({ at: new Map(), length: 0 })
})
