import { expect, it } from 'vitest'
import { turn } from '../test/lessons'
import { waitsOf } from './waitsOf'

it('numbers the learner’s turns, those without a response time too', () => {
  const turns = [
    turn(0, 'tutor', 'Hello.'),
    turn(1, 'learner', 'Hello.'),
    turn(2, 'learner', 'typed', { source: 'text' }),
    turn(3, 'tutor', 'Yes?'),
    turn(4, 'learner', 'A room, please.'),
  ]
  const point = (seq: number, seconds: number) => ({ turn_id: turn(seq, 'learner', '').turn_id, seconds })
  expect(waitsOf([point(1, 2), point(4, 3.5), point(9, 1)], turns)).toEqual([
    { turn: 1, seconds: 2 },
    { turn: 3, seconds: 3.5 },
  ])
})
