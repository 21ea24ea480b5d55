import { expect, it } from 'vitest'
import { titleOf } from './titleOf'

const nothing = { place: null, partner: null, goal: null }

it.each([
  [
    'a scene',
    { title: '호텔 체크인', mode: 'scene', scenario: { ...nothing, place: 'hotel' } },
    '호텔 체크인',
  ],
  ['free talk', { title: 'Free Conversation', mode: 'free', scenario: nothing }, 'start.free'],
  ['a scene not yet made', { title: 'Conversation', mode: 'build', scenario: nothing }, 'title.unknown'],
] as const)('names %s', (_, lesson, expected) => {
  expect(titleOf(lesson, (key) => key)).toBe(expected)
})
