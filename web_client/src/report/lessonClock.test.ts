import { expect, it } from 'vitest'
import { turn } from '../test/lessons'
import { lessonClock } from './lessonClock'

const DAY = 86_400_000

it('counts through the sittings, not through the days between them', () => {
  const next = turn(4, 'learner', 'Good morning.')
  const later = (iso: string) => new Date(Date.parse(iso) + DAY).toISOString()
  const turns = [
    turn(0, 'tutor', 'Hello.'),
    turn(2, 'learner', 'Hello.'),
    { ...next, started_at: later(next.started_at), ended_at: later(next.ended_at) },
  ]
  const clock = lessonClock(turns, '2026-11-20T11:59:58Z')
  expect([...clock.at.values()]).toEqual([2, 12, 15])
  expect(clock.length).toBe(18)
})

it('has no time where nothing was said', () => {
  expect(lessonClock([], null)).toEqual({ at: new Map(), length: 0 })
})
