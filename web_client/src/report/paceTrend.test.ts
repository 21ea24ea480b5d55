import { expect, it } from 'vitest'
import { paceTrend } from './paceTrend'

it.each([
  ['two samples', [60, 120], 'level'],
  ['a rise of a tenth', [100, 90, 110], 'up'],
  ['a fall of a tenth', [100, 300, 90], 'down'],
  ['less than a tenth', [100, 300, 109.9], 'level'],
  ['thirds, not ends', [80, 100, 90, 90, 110, 100], 'up'],
] as const)('judges %s', (_, wpm, trend) => {
  expect(paceTrend(wpm.map((one) => ({ wpm: one })))).toBe(trend)
})
