import { describe, expect, it } from 'vitest'
import type { CatalogueScenario } from '../contract'
import { filterScenes, valuesOf } from './filter'

const scene = (
  scenario_id: string,
  level: string,
  topic: string,
  title_ko: string,
  title_en: string,
): CatalogueScenario => ({
  scenario_id,
  level,
  topic,
  title_ko,
  title_en,
  place: 'hotel',
  partner: 'receptionist',
  goal: 'check in',
  key_phrases: ['I have a reservation.'],
  opening: 'Good evening.',
})

const scenes = [
  scene('hotel-check-in', 'A2', 'travel', '호텔 체크인', 'Checking in'),
  scene('doctor', 'B1', 'health', '병원에서', 'At the doctor'),
  scene('lost-bag', 'B1', 'travel', '잃어버린 가방', 'A lost bag'),
]

const ids = (q: string, level: string | null = null, topic: string | null = null) =>
  filterScenes(scenes, { q, level, topic }).map(({ scenario_id }) => scenario_id)

describe('filterScenes', () => {
  it.each([
    ['', ['hotel-check-in', 'doctor', 'lost-bag']],
    ['호텔', ['hotel-check-in']],
    ['BAG', ['lost-bag']],
    ['lost 가방', ['lost-bag']],
    ['reservation', ['hotel-check-in', 'doctor', 'lost-bag']],
    ['dentist', []],
  ])('finds "%s" in either language', (q, expected) => {
    expect(ids(q)).toEqual(expected)
  })

  it('joins words, level and topic', () => {
    expect(ids('a', 'B1', 'travel')).toEqual(['lost-bag'])
    expect(ids('', 'A2', 'health')).toEqual([])
  })
})

it('offers each level and topic once', () => {
  expect([valuesOf(scenes, 'level'), valuesOf(scenes, 'topic')]).toEqual([
    ['A2', 'B1'],
    ['travel', 'health'],
  ])
})
