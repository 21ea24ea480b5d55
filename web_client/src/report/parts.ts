/** The conversation as one reads it afterwards: in parts, where so much time passed that it was another talk. */
import type { Turn } from '../contract'

export interface Part {
  startedAt: string
  turns: Turn[]
}

/** Between two sittings; a learner who comes back sooner goes on reading. A message, a sitting of its own, does as well. */
const ANOTHER_TIME = 30 * 60_000

/** `turns` are in their order. */
export function partsOf(turns: readonly Turn[]): Part[] {
  const parts: Part[] = []
  let before: Turn | null = null
  for (const turn of turns) {
    const part = parts.at(-1)
    if (part && before && !isAnotherTime(before, turn)) part.turns.push(turn)
    else parts.push({ startedAt: turn.started_at, turns: [turn] })
    before = turn
  }
  return parts
}

function isAnotherTime(before: Turn, turn: Turn): boolean {
  const pause = Date.parse(turn.started_at) - Date.parse(before.ended_at)
  return turn.sitting_id !== before.sitting_id && pause >= ANOTHER_TIME
}
