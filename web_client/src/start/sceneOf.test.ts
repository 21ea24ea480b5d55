import { expect, it } from 'vitest'
import { sceneOf } from './sceneOf'

it.each([
  [
    'a whole scene is played',
    { place: ' hotel ', partner: 'receptionist', goal: 'check in' },
    { mode: 'scene', scenario: { place: 'hotel', partner: 'receptionist', goal: 'check in' } },
  ],
  [
    'a partial one is completed by talking',
    { place: '호텔', partner: '  ', goal: '' },
    { mode: 'build', scenario: { place: '호텔', partner: null, goal: null } },
  ],
  ['an empty one is made by talking', { place: '', partner: '', goal: ' ' }, { mode: 'build' }],
])('%s', (_, typed, wish) => {
  expect(sceneOf(typed)).toEqual(wish)
})
