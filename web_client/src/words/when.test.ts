import { describe, expect, it } from 'vitest'
import { clock, dayOf, minutesOf, roundly } from './when'
import type { Translate } from './words'

const now = new Date(2026, 10, 20, 21, 0)
const at = (daysAgo: number, hour = 12) => new Date(2026, 10, 20 - daysAgo, hour).toISOString()

describe('dayOf', () => {
  it.each([
    [0, 'ko', '오늘'],
    [1, 'ko', '어제'],
    [1, 'en', 'yesterday'],
    [2, 'ko', '수요일'],
    [6, 'en', 'Saturday'],
    [7, 'ko', '11월 13일'],
  ] as const)('calls %i days ago in %s "%s"', (days, language, expected) => {
    expect(dayOf(at(days), language, now)).toBe(expected)
  })

  it('counts nights, not hours', () => {
    expect(dayOf(at(1, 23), 'en', new Date(2026, 10, 20, 1))).toBe('yesterday')
  })
})

describe('clock', () => {
  it.each([
    [0, '0:00'],
    [59.9, '0:59'],
    [252, '4:12'],
    [3852, '1:04:12'],
    [-3, '0:00'],
  ])('shows %d s as %s', (seconds, expected) => {
    expect(clock(seconds)).toBe(expected)
  })
})

it('never says zero minutes', () => {
  expect([minutesOf(0), minutesOf(80), minutesOf(490)]).toEqual([1, 1, 8])
})

it.each([
  [0, 'common.seconds 0'],
  [59.4, 'common.seconds 59'],
  [60, 'common.minutes 1'],
  [845, 'common.minutes 14'],
])('says %d s roundly', (seconds, expected) => {
  const t: Translate = (key, parameters) => `${key} ${parameters?.['n'] ?? ''}`
  expect(roundly(seconds, t)).toBe(expected)
})
