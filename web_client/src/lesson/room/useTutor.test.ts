import { expect, it } from 'vitest'
import { stateOf } from './useTutor'

it.each([
  [undefined, 'coming'],
  ['initializing', 'coming'],
  ['idle', 'listening'],
  ['listening', 'listening'],
  ['thinking', 'thinking'],
  ['speaking', 'speaking'],
  ['something newer', 'coming'],
])('reads lk.agent.state %s as %s', (attribute, state) => {
  expect(stateOf(attribute)).toBe(state)
})
