import type { Turn } from '../contract'
import { sittings } from './transcript'

export interface LessonClock {
  /** When each turn began, in seconds of the lesson. */
  at: ReadonlyMap<string, number>
  /** The whole lesson, in seconds. */
  length: number
}

/** The lesson's own time: its sittings one after another, without the days between them. */
export function lessonClock(turns: readonly Turn[], startedAt: string | null): LessonClock {
  const at = new Map<string, number>()
  let before = 0
  for (const sitting of sittings(turns, startedAt)) {
    let ended = before
    for (const { turn, at: second } of sitting.turns) {
      at.set(turn.turn_id, before + second)
      ended = Math.max(ended, before + (Date.parse(turn.ended_at) - Date.parse(sitting.startedAt)) / 1000)
    }
    before = ended
  }
  return { at, length: before }
}
