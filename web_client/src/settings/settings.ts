/** What a learner chose for their lessons, remembered in this browser, for guests too. */
import type { StartLessonRequest } from '../contract'

export type Level = NonNullable<StartLessonRequest['level']>
export type Voice = NonNullable<StartLessonRequest['voice']>
export type Patience = NonNullable<StartLessonRequest['patience']>
export type Pace = NonNullable<StartLessonRequest['pace']>
/** `tap`: the tutor's lines are hidden until tapped. */
export type CaptionMode = 'on' | 'tap' | 'off'
/** `open`: an open microphone. `push`: the learner holds a button while speaking. */
export type TalkMode = 'open' | 'push'
/** `system`: as the device is set. */
export type Theme = 'system' | 'light' | 'dark'

export const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const satisfies readonly Level[]
export const PATIENCE = ['auto', '1', '2', '3'] as const satisfies readonly Patience[]
export const PACES = ['auto', 'slower', 'normal', 'faster'] as const satisfies readonly Pace[]
export const CAPTION_MODES = ['on', 'tap', 'off'] as const satisfies readonly CaptionMode[]
export const TALK_MODES = ['open', 'push'] as const satisfies readonly TalkMode[]
export const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[]
/** Which of them are offered is the server's to say (GET /api/voices). */
const VOICES = Object.keys({
  alloy: true,
  ash: true,
  ballad: true,
  cedar: true,
  coral: true,
  echo: true,
  fable: true,
  marin: true,
  nova: true,
  onyx: true,
  sage: true,
  shimmer: true,
  verse: true,
} satisfies Record<Voice, true>) as Voice[]

export interface Settings {
  /** null: to be found out while talking. */
  level: Level | null
  /** null: the server's first choice. */
  voice: Voice | null
  patience: Patience
  pace: Pace
  captions: CaptionMode
  /** Translations, and what hints mean. */
  korean: boolean
  talk: TalkMode
  /** Single keys in a lesson. */
  shortcuts: boolean
  /** Captions also as a screen reader's text while the voice says them. */
  readCaptions: boolean
  theme: Theme
  /** The browser's id of the chosen microphone; null: the device's own choice. */
  microphone: string | null
  /** The sound of voice messages is kept with their words. Asked for, never assumed. */
  keepRecordings: boolean
  /** The microphone check was seen, and is not shown before a lesson again. */
  microphoneChecked: boolean
}

export const DEFAULTS: Settings = {
  level: null,
  voice: null,
  patience: 'auto',
  pace: 'auto',
  captions: 'on',
  korean: true,
  talk: 'open',
  shortcuts: true,
  readCaptions: false,
  theme: 'system',
  microphone: null,
  keepRecordings: false,
  microphoneChecked: false,
}

const STORAGE_KEY = 'tutor.settings'
/** Browsers' device ids are 64 hexadecimal digits or a word. */
const MAX_DEVICE_ID_CHARACTERS = 256

type Stored = Partial<Record<keyof Settings, unknown>>

/** Whatever lies in storage, read kindly: a value that is not (or no longer) known is the default. */
export function readSettings(stored: string | null): Settings {
  const data = parse(stored)
  const one = <Value>(key: keyof Settings, values: readonly Value[], otherwise: Value): Value =>
    values.find((known) => known === data[key]) ?? otherwise
  const flag = (
    key: 'korean' | 'shortcuts' | 'readCaptions' | 'keepRecordings' | 'microphoneChecked',
  ): boolean => one(key, [true, false], DEFAULTS[key])
  return {
    level: one<Level | null>('level', LEVELS, DEFAULTS.level),
    voice: one<Voice | null>('voice', VOICES, DEFAULTS.voice),
    patience: one('patience', PATIENCE, DEFAULTS.patience),
    pace: one('pace', PACES, DEFAULTS.pace),
    captions: one('captions', CAPTION_MODES, DEFAULTS.captions),
    korean: flag('korean'),
    talk: one('talk', TALK_MODES, DEFAULTS.talk),
    shortcuts: flag('shortcuts'),
    readCaptions: flag('readCaptions'),
    theme: one('theme', THEMES, DEFAULTS.theme),
    microphone: deviceId(data.microphone),
    keepRecordings: flag('keepRecordings'),
    microphoneChecked: flag('microphoneChecked'),
  }
}

function parse(stored: string | null): Stored {
  try {
    return (JSON.parse(stored ?? '{}') ?? {}) as Stored
  } catch {
    return {}
  }
}

function deviceId(stored: unknown): string | null {
  return typeof stored === 'string' && stored !== '' && stored.length <= MAX_DEVICE_ID_CHARACTERS
    ? stored
    : DEFAULTS.microphone
}

/** The one copy of the settings in a page, with the storage behind it, which other pages change too. */
export class SettingsStore {
  #current: Settings
  /** What was chosen here and could not be stored. */
  #unstored: Partial<Settings> = {}
  readonly #listeners = new Set<() => void>()

  constructor(private readonly storage: () => Storage) {
    this.#current = this.#latest()
  }

  read = (): Settings => this.#current

  change(change: Partial<Settings>): void {
    this.#unstored = { ...this.#unstored, ...change }
    this.#current = this.#latest()
    try {
      this.storage().setItem(STORAGE_KEY, JSON.stringify(this.#current))
      this.#unstored = {}
    } catch {
      // Storage switched off or full: the choice lasts until the page is closed.
    }
    this.#tell()
  }

  /** As in a browser that has never been here. */
  forget(): void {
    this.#unstored = DEFAULTS
    try {
      this.storage().removeItem(STORAGE_KEY)
      this.#unstored = {}
    } catch {
      // Nothing was stored.
    }
    this.#current = DEFAULTS
    this.#tell()
  }

  /** Takes over what is chosen, or forgotten, in another page. */
  follow(page: Window): () => void {
    const changed = ({ key }: StorageEvent) => {
      if (key !== STORAGE_KEY && key !== null) return
      this.#current = this.#latest()
      this.#tell()
    }
    page.addEventListener('storage', changed)
    return () => {
      page.removeEventListener('storage', changed)
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What is stored now: of the rest a page remembers nothing that another one may have changed. */
  #latest(): Settings {
    return { ...readSettings(this.#stored()), ...this.#unstored }
  }

  #stored(): string | null {
    try {
      return this.storage().getItem(STORAGE_KEY)
    } catch {
      return null
    }
  }

  #tell(): void {
    this.#listeners.forEach((listener) => {
      listener()
    })
  }
}
