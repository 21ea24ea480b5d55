/** How a microphone sounds, from its last seconds. Pure: levels in, one word out. */

/** A twentieth of a second of sound; of full scale, which is 1. */
export interface Frame {
  rms: number
  peak: number
}

export type Verdict = 'silent' | 'noisy' | 'quiet' | 'loud' | 'good'

export const FRAMES_PER_SECOND = 20
/** As much as is judged: longer than a pause between words, shorter than a learner's patience. */
export const JUDGED_FRAMES = 4 * FRAMES_PER_SECOND
const FEWEST_FRAMES = FRAMES_PER_SECOND

/** dB below full scale. A muted or dead microphone gives digital silence; a quiet room through a live one does not. */
const DEAD = -88
/** Rooms are below this once the browser's noise suppression is through with them. */
const NOISY_FLOOR = -42
/** Speech stands out of its own pauses by 15 dB and more; noise does not stand out of itself. */
const STANDS_OUT = 12
/** A voice is at least this far above the pauses, and not fainter than a whisper across the room. */
const VOICE_ABOVE_FLOOR = 9
const FAINTEST_VOICE = -56
/** A third of a second, about a word. */
const FEWEST_VOICED = 6
/** Browsers' gain control brings speech to about -20; at -42 it gave up. */
const QUIET_VOICE = -42
const LOUD_VOICE = -8
/** A sample here is cut off; a tenth of a voice's frames cut off is heard as crackling. */
const CLIPPED = 0.985
const CLIPPED_SHARE = 0.1

/** null: nothing was said yet that could be judged. */
export function judge(frames: readonly Frame[]): Verdict | null {
  if (frames.length < FEWEST_FRAMES) return null
  const levels = frames.map(({ rms }) => decibels(rms)).sort((a, b) => a - b)
  if (at(levels, 1) < DEAD) return frames.length < JUDGED_FRAMES ? null : 'silent'
  const floor = at(levels, 0.1)
  const gate = Math.max(floor + VOICE_ABOVE_FLOOR, FAINTEST_VOICE)
  const voiced = frames.filter(({ rms }) => decibels(rms) > gate)
  const voice = at(
    levels.filter((level) => level > gate),
    0.75,
  )
  if (floor > NOISY_FLOOR && (voiced.length < FEWEST_VOICED || voice - floor < STANDS_OUT)) return 'noisy'
  if (voiced.length < FEWEST_VOICED) return null
  const clipped = voiced.filter(({ peak }) => peak >= CLIPPED).length
  if (voice > LOUD_VOICE || clipped >= voiced.length * CLIPPED_SHARE) return 'loud'
  return voice < QUIET_VOICE ? 'quiet' : 'good'
}

/** 0 to 10 for a bar: from a whisper (-60 dB) to a shout (-10 dB). */
export function stepsOf({ rms }: Frame): number {
  return Math.round(Math.min(10, Math.max(0, (decibels(rms) + 60) / 5)))
}

/** Root mean square and highest sample. */
export function frameOf(samples: Float32Array): Frame {
  let [power, peak] = [0, 0]
  for (const sample of samples) {
    power += sample * sample
    peak = Math.max(peak, Math.abs(sample))
  }
  return { rms: Math.sqrt(power / samples.length), peak }
}

function decibels(rms: number): number {
  return 20 * Math.log10(Math.max(rms, 1e-6))
}

/** The value at a share of a sorted list; below everything where it is empty. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.round((sorted.length - 1) * share)] ?? -Infinity
}
