import { expect, it } from 'vitest'
import type { Turn } from '../contract'
import { sittings } from './transcript'

const turn = (seq: number, started: string, ended = started): Turn => ({
  turn_id: `t${seq}`,
  seq,
  role: 'tutor',
  text: 'Hello.',
  started_at: `2026-11-${started}Z`,
  ended_at: `2026-11-${ended}Z`,
  speech_seconds: 1,
  interrupted: false,
  source: 'voice',
  language: 'en',
  low_confidence: false,
  blocked: false,
})

it('counts from the start of the lesson', () => {
  const [only, ...rest] = sittings(
    [turn(1, '20T12:00:03'), turn(2, '20T12:00:14.500')],
    '2026-11-20T12:00:00Z',
  )
  expect(only?.turns.map(({ at }) => at)).toEqual([3, 14.5])
  expect(rest).toEqual([])
})

it('begins anew on another day', () => {
  const all = sittings(
    [turn(1, '20T12:00:03'), turn(2, '21T09:30:00'), turn(3, '21T09:30:10')],
    '2026-11-20T12:00:00Z',
  )
  expect(all.map(({ startedAt }) => startedAt)).toEqual(['2026-11-20T12:00:00Z', '2026-11-21T09:30:00Z'])
  expect(all[1]?.turns.map(({ at }) => at)).toEqual([0, 10])
})

it('keeps a long silence inside one sitting', () => {
  expect(sittings([turn(1, '20T12:00:00', '20T12:05:00'), turn(2, '20T12:34:00')], null)).toHaveLength(1)
})

it('has nothing to show of a lesson without turns', () => {
  expect(sittings([], '2026-11-20T12:00:00Z')).toEqual([])
})
