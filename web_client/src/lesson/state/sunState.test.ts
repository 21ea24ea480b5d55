import { expect, it } from 'vitest'
import { type SunFacts, sunState } from './sunState'

const usual: SunFacts = {
  phase: 'in',
  reconnecting: false,
  tutor: 'listening',
  microphoneOn: true,
  replaying: false,
  byButton: false,
  ended: false,
}

it.each<[string, Partial<SunFacts>, string]>([
  ['a tutor that listens', {}, 'listening'],
  ['the learner muted', { microphoneOn: false }, 'muted'],
  ['the talk button is not held', { microphoneOn: false, byButton: true }, 'waiting'],
  ['the talk button is held', { byButton: true }, 'listening'],
  ['something is heard again', { microphoneOn: false, replaying: true }, 'replaying'],
  ['the tutor speaks over it', { microphoneOn: false, replaying: true, tutor: 'speaking' }, 'speaking'],
  ['a tutor that speaks to somebody muted', { microphoneOn: false, tutor: 'speaking' }, 'speaking'],
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
