/** The turns of a lesson as one reads them afterwards: with times, and with a gap where another day began. */
import type { Turn } from '../contract'

export interface TimedTurn {
  turn: Turn
  /** Seconds since its sitting began. */
  at: number
}

export interface Sitting {
  startedAt: string
  turns: TimedTurn[]
}

/** Longer than any silence within one sitting (an idle lesson ends after 30 minutes). Milliseconds. */
const NEW_SITTING = 31 * 60_000

/** `startedAt` is when the lesson began; times of a later sitting count from its own first turn. */
export function sittings(turns: readonly Turn[], startedAt: string | null): Sitting[] {
  const all: Sitting[] = []
  let last: number | null = null
  for (const turn of turns) {
    const began = Date.parse(turn.started_at)
    if (last === null || began - last > NEW_SITTING)
      all.push({ startedAt: last === null ? (startedAt ?? turn.started_at) : turn.started_at, turns: [] })
    const sitting = all.at(-1)
    sitting?.turns.push({ turn, at: (began - Date.parse(sitting.startedAt)) / 1000 })
    last = Date.parse(turn.ended_at)
  }
  return all
}
