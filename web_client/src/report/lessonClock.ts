import type { Turn } from '../contract'

export interface LessonClock {
  /** When each turn began, in seconds of the lesson. */
  at: ReadonlyMap<string, number>
  /** The whole lesson, in seconds: what the server counts as its total. */
  length: number
}

/**
 * The lesson's own time: its sittings one after another, each from the start of its first turn to the end of its last
 * (lesson/report.py, `_total_seconds`). What passed between two sittings is not in it.
 */
export function lessonClock(turns: readonly Turn[]): LessonClock {
  const at = new Map<string, number>()
  let before = 0
  for (const sitting of bySitting(turns)) {
    const began = firstStart(sitting)
    for (const turn of sitting) at.set(turn.turn_id, before + (Date.parse(turn.started_at) - began) / 1000)
    before += (Math.max(...sitting.map(({ ended_at }) => Date.parse(ended_at))) - began) / 1000
  }
  return { at, length: before }
}

/** In the order in which they began. */
function bySitting(turns: readonly Turn[]): Turn[][] {
  const sittings = new Map<string | null, Turn[]>()
  for (const turn of turns) {
    const sitting = sittings.get(turn.sitting_id)
    if (sitting) sitting.push(turn)
    else sittings.set(turn.sitting_id, [turn])
  }
  return [...sittings.values()].sort((one, other) => firstStart(one) - firstStart(other))
}

function firstStart(turns: readonly Turn[]): number {
  return Math.min(...turns.map(({ started_at }) => Date.parse(started_at)))
}
