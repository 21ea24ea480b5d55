/** What a learner chose for their lessons, remembered in this browser, for guests too. */
import type { StartLessonRequest } from '../contract'

export type Level = NonNullable<StartLessonRequest['level']>
export type Patience = NonNullable<StartLessonRequest['patience']>

export const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const satisfies readonly Level[]
export const PATIENCE = ['auto', '1', '2', '3'] as const satisfies readonly Patience[]

export interface Settings {
  /** null: to be found out while talking. */
  level: Level | null
  patience: Patience
  /** Single keys in a lesson. */
  shortcuts: boolean
}

const DEFAULTS: Settings = { level: null, patience: 'auto', shortcuts: true }
const STORAGE_KEY = 'tutor.settings'

/** Whatever lies in storage, read kindly: a value that is not (or no longer) known is the default. */
export function readSettings(stored: string | null): Settings {
  let data: unknown
  try {
    data = JSON.parse(stored ?? 'null')
  } catch {
    return DEFAULTS
  }
  const { level, patience, shortcuts } = (data ?? {}) as Partial<Record<keyof Settings, unknown>>
  return {
    level: LEVELS.find((known) => known === level) ?? DEFAULTS.level,
    patience: PATIENCE.find((known) => known === patience) ?? DEFAULTS.patience,
    shortcuts: typeof shortcuts === 'boolean' ? shortcuts : DEFAULTS.shortcuts,
  }
}

/** The one copy of the settings in a page, with the storage behind it. */
export class SettingsStore {
  #current: Settings
  readonly #listeners = new Set<() => void>()

  constructor(private readonly storage: () => Storage) {
    this.#current = readSettings(this.#stored())
  }

  read = (): Settings => this.#current

  change(change: Partial<Settings>): void {
    this.#current = { ...this.#current, ...change }
    try {
      this.storage().setItem(STORAGE_KEY, JSON.stringify(this.#current))
    } catch {
      // Storage switched off or full: the choice lasts until the page is closed.
    }
    this.#listeners.forEach((listener) => {
      listener()
    })
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #stored(): string | null {
    try {
      return this.storage().getItem(STORAGE_KEY)
    } catch {
      return null
    }
  }
}
