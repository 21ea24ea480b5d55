import { expect, it } from 'vitest'
import { turn } from '../test/lessons'
import { partsOf } from './parts'

const MINUTE = 60

const talk = (...lines: [sitting: string, began: number][]) =>
  lines.map(([sitting_id, began], seq) => {
    const at = new Date(Date.parse('2026-11-20T12:00:00Z') + began * 1000).toISOString()
    return turn(seq, 'learner', `Line ${seq}`, { sitting_id, started_at: at, ended_at: at })
  })

it.each([
  [
    'one sitting with a long silence',
    [
      ['a', 0],
      ['a', 40 * MINUTE],
    ],
    [2],
  ],
  [
    'a lesson that is continued soon',
    [
      ['a', 0],
      ['b', 29 * MINUTE],
    ],
    [2],
  ],
  [
    'a lesson that is continued later',
    [
      ['a', 0],
      ['b', 30 * MINUTE],
      ['b', 31 * MINUTE],
    ],
    [1, 2],
  ],
  [
    'messages, each a sitting',
    [
      ['a', 0],
      ['b', 1 * MINUTE],
      ['c', 3 * MINUTE],
      ['d', 600 * MINUTE],
    ],
    [3, 1],
  ],
] as const)('parts %s', (_, lines, lengths) => {
  expect(
    partsOf(talk(...lines.map(([sitting, began]): [string, number] => [sitting, began]))).map(
      ({ turns }) => turns.length,
    ),
  ).toEqual(lengths)
})

it('says when a part began', () => {
  expect(partsOf(talk(['a', 0], ['b', 86_400])).map(({ startedAt }) => startedAt)).toEqual([
    '2026-11-20T12:00:00.000Z',
    '2026-11-21T12:00:00.000Z',
  ])
})

it('has nothing to show of a lesson without turns', () => {
  expect(partsOf([])).toEqual([])
})
