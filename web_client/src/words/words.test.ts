import { describe, expect, it } from 'vitest'
import messages from './messages.json'
import { catalogue, chooseLanguage } from './words'

const sources = import.meta.glob(['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
const code = Object.values(sources).join('\n')
const keys = Object.keys(messages)

/** Keys in the code are written out, or end in a word of the wire: `pace.${band}` uses all keys `pace.*`. */
const families = [...code.matchAll(/`([a-z]+\.[a-z_]*)\$\{/g)].map((match) => match[1] ?? '')

function isUsed(key: string): boolean {
  return code.includes(`'${key}'`) || families.some((family) => key.startsWith(family))
}

const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

describe('the catalogue', () => {
  it('has no key that nobody uses', () => {
    expect(keys.filter((key) => !isUsed(key))).toEqual([])
  })

  // Keys that are used but missing do not compile: t() takes only the keys of messages.json.
  it.each(keys)('says %s in both languages, with the same parameters', (key) => {
    const entry = (messages as Record<string, { ko: unknown; en: unknown }>)[key]
    const forms = (text: unknown): string[] =>
      typeof text === 'string' ? [text] : Object.values(text as Record<string, string>)
    const [ko, en] = [forms(entry?.ko), forms(entry?.en)]
    expect([...ko, ...en].every((text) => text.trim() !== '')).toBe(true)
    for (const text of [...ko, ...en]) expect(parameters(text)).toEqual(parameters(ko[0] ?? ''))
  })

  it('uses no exclamation mark and no formal ending in Korean', () => {
    const texts = Object.values(catalogue('ko'))
    expect(texts.filter((text) => /[!]|습니다|당신/.test(text))).toEqual([])
  })

  it('gives i18next its plural forms', () => {
    expect(catalogue('en')).toHaveProperty('count.times_one')
    expect(catalogue('ko')).toHaveProperty('count.times_other')
  })
})

describe('chooseLanguage', () => {
  it.each([
    ['the earlier choice', 'en', ['ko-KR'], 'en'],
    ['a Korean browser', null, ['ko-KR', 'en-US'], 'ko'],
    ['an English browser', null, ['en-GB', 'ko'], 'en'],
    ['the first language that we have', null, ['ja', 'ko', 'en'], 'ko'],
    ['English where we have none', null, ['fr-FR'], 'en'],
    ['a damaged memory', 'xx', ['ko'], 'ko'],
  ] as const)('follows %s', (_, chosen, wanted, expected) => {
    expect(chooseLanguage(chosen, wanted)).toBe(expected)
  })
})
