import { describe, expect, it } from 'vitest'
import { readSettings, SettingsStore } from './settings'

const nothing = { level: null, patience: 'auto', shortcuts: true }

describe('readSettings', () => {
  it.each([
    ['nothing stored', null, nothing],
    [
      'what was chosen',
      '{"level":"B1","patience":"2","shortcuts":false}',
      { level: 'B1', patience: '2', shortcuts: false },
    ],
    ['a level that is no level', '{"level":"Z9","patience":"3"}', { ...nothing, patience: '3' }],
    ['damaged storage', '{"level"', nothing],
    ['another kind of value', '"B1"', nothing],
    ['a stored null', 'null', nothing],
  ])('reads %s', (_, stored, expected) => {
    expect(readSettings(stored)).toEqual(expected)
  })
})

describe('SettingsStore', () => {
  it('is read again by the next page', () => {
    new SettingsStore(() => localStorage).change({ level: 'A2' })
    expect(new SettingsStore(() => localStorage).read()).toEqual({ ...nothing, level: 'A2' })
  })

  it('goes on without storage', () => {
    const store = new SettingsStore(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    store.change({ patience: '3' })
    expect(store.read().patience).toBe('3')
  })
})
