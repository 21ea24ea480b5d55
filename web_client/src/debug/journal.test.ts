import { expect, it } from 'vitest'
import { type Entry, noted } from './journal'

it('keeps the newest entries, numbered, and cuts what is long', () => {
  let entries: readonly Entry[] = []
  for (let index = 0; index < 400; index += 1)
    entries = noted(entries, { at: index, from: 'room', what: 'event', data: { index } })
  expect(entries).toHaveLength(300)
  expect(entries[0]).toEqual({ n: 400, at: 399, from: 'room', what: 'event', data: '{"index":399}' })
  const [long] = noted(entries, { at: 1, from: 'message', what: 'audio', data: 'x'.repeat(5000) })
  expect(long?.data).toHaveLength(2000 + '… (5000 characters)'.length)
})
