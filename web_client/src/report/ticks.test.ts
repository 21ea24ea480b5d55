import { expect, it } from 'vitest'
import { minuteTicks } from './ticks'

it.each([
  [20, [0]],
  [119, [0, 1]],
  [290, [0, 1, 2, 3, 4]],
  [300, [0, 2, 4]],
  [480, [0, 2, 4, 6, 8]],
  [1800, [0, 10, 20, 30]],
  [7200, [0, 30, 60, 90, 120]],
  [90_000, [0, 300, 600, 900, 1200, 1500]],
])('marks %s seconds at %j', (seconds, minutes) => {
  expect(minuteTicks(seconds)).toEqual(minutes)
})
