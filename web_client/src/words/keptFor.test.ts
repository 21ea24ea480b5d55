import { beforeAll, expect, it } from 'vitest'
import type { i18n } from 'i18next'
import { keptFor } from './keptFor'
import { startWords, type Translate } from './words'

let words: i18n

beforeAll(async () => {
  words = await startWords()
})

it.each([
  [30, '30일', '30 days'],
  [1, '1일', '1 day'],
  [1.9, '1일', '1 day'],
  [0.5, '12시간', '12 hours'],
  [30 / 60 / 24, '30분', '30 minutes'],
])('says %s days and promises no more', (days, ko, en) => {
  expect([
    keptFor(days, words.getFixedT('ko') as Translate),
    keptFor(days, words.getFixedT('en') as Translate),
  ]).toEqual([ko, en])
})
