import { expect, it } from 'vitest'
import { occupied, type OccupiedFacts } from './occupied'

const silence: OccupiedFacts = {
  tutorListens: true,
  learnerSpeaks: false,
  replaying: false,
  writing: false,
  reading: false,
}

it.each<[string, Partial<OccupiedFacts>, string]>([
  ['nobody does anything', {}, 'nobody'],
  ['the tutor speaks, thinks or is away', { tutorListens: false }, 'talking'],
  ['the learner speaks', { learnerSpeaks: true }, 'talking'],
  ['speaks over an open card', { learnerSpeaks: true, reading: true }, 'talking'],
  ['listens once more', { replaying: true }, 'reading'],
  ['writes', { writing: true }, 'reading'],
  ['reads', { reading: true }, 'reading'],
])('when %s', (_, facts, expected) => {
  expect(occupied({ ...silence, ...facts })).toBe(expected)
})
