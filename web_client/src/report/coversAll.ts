import type { Report, Turn } from '../contract'

/** False for the report of an earlier sitting: a lesson that was continued has turns after its end. */
export function coversAll({ ended_at }: Pick<Report, 'ended_at'>, turns: readonly Turn[]): boolean {
  const end = ended_at === null ? -Infinity : Date.parse(ended_at)
  return turns.every((turn) => Date.parse(turn.ended_at) <= end)
}
