/** Replies as bars on one time axis, pure. Seconds count from the end of the learner's turn (`turn_decided`). */
import type { TurnLatency } from '../contract'

const STEPS = [
  ['vad_end', 'turn_decided', 'silence'],
  ['turn_decided', 'stt_final', 'transcript'],
  ['turn_decided', 'llm_first_token', 'first token'],
  ['llm_first_token', 'llm_first_sentence', 'first sentence'],
  ['llm_first_sentence', 'tts_first_byte', 'voice'],
  ['tts_first_byte', 'audio_out', 'on its way'],
] as const

export type BarName = (typeof STEPS)[number][2]
export const BAR_NAMES: readonly BarName[] = STEPS.map(([, , name]) => name)

export interface Bar {
  name: BarName
  start: number
  end: number
}

/** The bars of one reply that were measured. A realtime engine has no first sentence: its voice follows the token. */
export function barsOf(latency: TurnLatency): Bar[] {
  const zero = latency.turn_decided
  if (zero === null) return []
  return STEPS.flatMap(([from, to, name]) => {
    const start = latency[from] ?? (from === 'llm_first_sentence' ? (latency.llm_first_token ?? zero) : null)
    const end = latency[to]
    if (start === null || end === null) return []
    return [{ name, start: start - zero, end: Math.max(start, end) - zero }]
  })
}

export interface Axis {
  start: number
  end: number
}

/** One axis for all replies, in whole half seconds; never empty. */
export function axisOf(bars: readonly Bar[]): Axis {
  const start = Math.min(0, ...bars.map((bar) => bar.start))
  const end = Math.max(0.5, ...bars.map((bar) => bar.end))
  return { start: Math.floor(start * 2) / 2, end: Math.ceil(end * 2) / 2 }
}

/** Where a moment lies on the axis, in percent. */
export function place(at: number, { start, end }: Axis): number {
  return ((at - start) / (end - start)) * 100
}

/** Whole seconds on the axis. */
export function ticksOf({ start, end }: Axis): number[] {
  const ticks: number[] = []
  for (let second = Math.ceil(start); second <= end; second += 1) ticks.push(second)
  return ticks
}
