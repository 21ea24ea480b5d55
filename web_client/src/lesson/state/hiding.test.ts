import { expect, it } from 'vitest'
import { turn } from '../../test/lessons'
import { type Hiding, hidingOf } from './hiding'
import { type Line, withTurn, withTyped } from './lines'

const [tutor, learner] = withTurn(
  withTurn([], turn(1, 'tutor', 'Good evening.')),
  turn(2, 'learner', 'Hello.'),
) as [Line, Line]
const [written] = withTyped([], 'typed-0', 'two nights') as [Line]
const closed = { revealed: false, open: false }

it.each<[string, Hiding, Hiding, Hiding]>([
  ['on', 'shown', 'shown', 'shown'],
  ['tap', 'blurred', 'shown', 'shown'],
  ['off', 'row', 'row', 'shown'],
])('with captions "%s" the tutor’s line is %s, the learner’s %s, a written one %s', (mode, ...expected) => {
  const known = mode as 'on' | 'tap' | 'off'
  expect([tutor, learner, written].map((line) => hidingOf(line, known, closed))).toEqual(expected)
})

it('shows a line that was tapped, or opened', () => {
  expect(hidingOf(tutor, 'tap', { revealed: true, open: false })).toBe('shown')
  expect(hidingOf(tutor, 'off', { revealed: false, open: true })).toBe('shown')
})
