import { expect, it } from 'vitest'
import { type SunFacts, sunState } from './sunState'

const usual: SunFacts = {
  phase: 'in',
  reconnecting: false,
  tutor: 'listening',
  closed: null,
  released: false,
  replaying: false,
  ended: false,
}

it.each<[string, Partial<SunFacts>, string]>([
  ['a tutor that listens', {}, 'listening'],
  ['the learner muted', { closed: 'muted' }, 'muted'],
  ['a call that has the microphone', { closed: 'paused' }, 'paused'],
  ['the talk button is not held', { released: true }, 'waiting'],
  ['a muted learner who talks by button', { released: true, closed: 'muted' }, 'muted'],
  ['something is heard again', { closed: 'muted', replaying: true }, 'replaying'],
  ['the tutor speaks over it', { closed: 'muted', replaying: true, tutor: 'speaking' }, 'speaking'],
  ['a tutor that speaks to somebody muted', { closed: 'muted', tutor: 'speaking' }, 'speaking'],
  ['a tutor that thinks', { tutor: 'thinking' }, 'thinking'],
  ['nobody there', { tutor: null }, 'coming'],
  ['a tutor that cannot hear yet', { tutor: 'coming' }, 'coming'],
  ['the way into the room', { phase: 'entering', tutor: null }, 'coming'],
  ['a short break', { reconnecting: true }, 'reconnecting'],
  ['a break while the tutor spoke', { reconnecting: true, tutor: 'speaking' }, 'reconnecting'],
  ['a long break', { phase: 'returning' }, 'reconnecting'],
  ['no network', { phase: 'offline' }, 'offline'],
  ['another tab', { phase: 'displaced' }, 'away'],
  ['the end, whatever the room does', { ended: true, phase: 'returning' }, 'ended'],
])('shows %s', (_, facts, expected) => {
  expect(sunState({ ...usual, ...facts })).toBe(expected)
})
