import { describe, expect, it, vi } from 'vitest'
import { DEFAULTS, readSettings, type Settings, SettingsStore } from './settings'

const CHOSEN: Settings = {
  level: 'B1',
  voice: 'marin',
  patience: '2',
  pace: 'slower',
  captions: 'tap',
  korean: false,
  talk: 'push',
  shortcuts: false,
  readCaptions: true,
  theme: 'dark',
  microphone: 'f'.repeat(64),
  keepRecordings: true,
  microphoneChecked: true,
}

describe('readSettings', () => {
  it.each([
    ['nothing stored', null, DEFAULTS],
    ['all that was chosen', JSON.stringify(CHOSEN), CHOSEN],
    ['an older page’s choice', '{"level":"B1","patience":"2"}', { ...DEFAULTS, level: 'B1', patience: '2' }],
    ['a level that is no level', '{"level":"Z9","patience":"3"}', { ...DEFAULTS, patience: '3' }],
    ['a voice that there is no more', '{"voice":"victoria"}', DEFAULTS],
    ['a name that every object has', '{"voice":"constructor","theme":"__proto__"}', DEFAULTS],
    [
      'other kinds of value',
      '{"korean":"no","shortcuts":0,"microphone":{},"captions":true,"talk":["push"],"readCaptions":null}',
      DEFAULTS,
    ],
    ['an empty device', '{"microphone":""}', DEFAULTS],
    ['an endless device', JSON.stringify({ microphone: 'x'.repeat(9999) }), DEFAULTS],
    ['damaged storage', '{"level"', DEFAULTS],
    ['text', '"B1"', DEFAULTS],
    ['a number', '7', DEFAULTS],
    ['a stored null', 'null', DEFAULTS],
  ])('reads %s', (_, stored, expected) => {
    expect(readSettings(stored)).toEqual(expected)
  })
})

describe('SettingsStore', () => {
  it('is read again by the next page', () => {
    new SettingsStore(() => localStorage).change({ level: 'A2', captions: 'off' })
    expect(new SettingsStore(() => localStorage).read()).toEqual({
      ...DEFAULTS,
      level: 'A2',
      captions: 'off',
    })
  })

  it('leaves nothing behind when it forgets', () => {
    const store = new SettingsStore(() => localStorage)
    store.change({ voice: 'verse', theme: 'dark' })
    store.forget()
    expect([store.read(), localStorage.length]).toEqual([DEFAULTS, 0])
  })

  it('changes what it is asked to, and nothing that another page chose', () => {
    const [first, second] = [new SettingsStore(() => localStorage), new SettingsStore(() => localStorage)]
    first.change({ level: 'B2', microphoneChecked: true })
    second.change({ theme: 'dark' })
    const both = { ...DEFAULTS, level: 'B2', microphoneChecked: true, theme: 'dark' }
    expect([second.read(), readSettings(localStorage.getItem('tutor.settings'))]).toEqual([both, both])
  })

  it('brings nothing back that another page forgot', () => {
    const [first, second] = [new SettingsStore(() => localStorage), new SettingsStore(() => localStorage)]
    second.change({ keepRecordings: true })
    first.forget()
    second.change({ pace: 'slower' })
    expect(new SettingsStore(() => localStorage).read()).toEqual({ ...DEFAULTS, pace: 'slower' })
  })

  it.each(['tutor.settings', null])('follows what another page chose or forgot: %s', (key) => {
    const store = new SettingsStore(() => localStorage)
    const stop = store.follow(window)
    const told = vi.fn()
    store.subscribe(told)
    new SettingsStore(() => localStorage).change({ level: 'C1' })
    window.dispatchEvent(new StorageEvent('storage', { key: 'another' }))
    expect([told.mock.calls.length, store.read().level]).toEqual([0, null])
    window.dispatchEvent(new StorageEvent('storage', { key }))
    expect([told.mock.calls.length, store.read().level]).toEqual([1, 'C1'])
    localStorage.clear()
    window.dispatchEvent(new StorageEvent('storage', { key }))
    expect(store.read()).toEqual(DEFAULTS)
    stop()
    new SettingsStore(() => localStorage).change({ level: 'C1' })
    window.dispatchEvent(new StorageEvent('storage', { key }))
    expect(store.read()).toEqual(DEFAULTS)
  })

  it('keeps what could not be stored until it can be', () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const store = new SettingsStore(() => localStorage)
    store.change({ level: 'A2' })
    store.change({ pace: 'slower' })
    expect(store.read()).toEqual({ ...DEFAULTS, level: 'A2', pace: 'slower' })
    full.mockRestore()
    store.change({ theme: 'dark' })
    expect(new SettingsStore(() => localStorage).read()).toEqual({
      ...DEFAULTS,
      level: 'A2',
      pace: 'slower',
      theme: 'dark',
    })
  })

  it('goes on without storage', () => {
    const store = new SettingsStore(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    store.change({ patience: '3' })
    expect(store.read().patience).toBe('3')
    store.forget()
    expect(store.read()).toEqual(DEFAULTS)
  })
})
