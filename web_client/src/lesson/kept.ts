/**
 * What a reload must not lose of a lesson, for this tab: that the microphone is off, and what was written. In the tab's
 * own storage and not in the browser's history, for Safari takes only 100 changes of that in 30 s.
 */
const STORAGE_KEY = 'tutor.lesson'

export interface Kept {
  muted: boolean
  /** Written, and not sent. */
  draft: string
  /** Sent by the learner, while there was no tutor to take them. */
  waiting: readonly string[]
}

const NOTHING: Kept = { muted: false, draft: '', waiting: [] }

/** Of one lesson; what lies there of another is not read, and is gone with the first change. */
export class KeptLesson {
  #now: Kept
  #over = false

  constructor(
    private readonly lessonId: string,
    private readonly storage: () => Storage = () => sessionStorage,
  ) {
    this.#now = this.#stored()
  }

  read(): Kept {
    return this.#now
  }

  change(change: Partial<Kept>): void {
    if (this.#over) return
    this.#now = { ...this.#now, ...change }
    try {
      this.storage().setItem(STORAGE_KEY, JSON.stringify({ lesson_id: this.lessonId, ...this.#now }))
    } catch {
      // Storage switched off or full: a reload forgets.
    }
  }

  /** The learner goes where they can say it in another way: what waited is theirs again, and nothing goes out by itself. */
  takeBack(): void {
    const { draft, waiting } = this.#now
    this.change({ draft: [...waiting, draft].filter((text) => text !== '').join('\n'), waiting: [] })
  }

  /** The lesson is over: what the page still says on its way out is not kept. */
  forget(): void {
    this.#over = true
    this.#now = NOTHING
    forgetKeptLesson(this.storage)
  }

  #stored(): Kept {
    try {
      const stored: unknown = JSON.parse(this.storage().getItem(STORAGE_KEY) ?? 'null')
      return keptIn(stored, this.lessonId)
    } catch {
      return NOTHING
    }
  }
}

export function forgetKeptLesson(storage: () => Storage = () => sessionStorage): void {
  try {
    storage().removeItem(STORAGE_KEY)
  } catch {
    // Nothing was stored.
  }
}

function keptIn(stored: unknown, lessonId: string): Kept {
  if (typeof stored !== 'object' || stored === null) return NOTHING
  const { lesson_id, muted, draft, waiting } = stored as Record<string, unknown>
  if (lesson_id !== lessonId) return NOTHING
  return {
    muted: muted === true,
    draft: typeof draft === 'string' ? draft : '',
    waiting: Array.isArray(waiting) ? waiting.filter((text) => typeof text === 'string') : [],
  }
}
