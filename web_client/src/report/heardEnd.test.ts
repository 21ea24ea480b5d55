import { expect, it } from 'vitest'
import { heardEnd } from './heardEnd'

it.each([
  ['Your room is on the', 'Your room is on the'],
  ['Good evening. Your room is on the', '… evening. Your room is on the'],
  ['', ''],
])('shows of %j where it broke off', (text, end) => {
  expect(heardEnd(text)).toBe(end)
})
