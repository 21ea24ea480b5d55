import type { PacePoint } from '../contract'

export type Trend = 'up' | 'down' | 'level'

/** Fewer say nothing about a direction. */
const MIN_SAMPLES = 3
/** A smaller difference between the last third and the first is chance. */
const NOTICEABLE = 0.1

export function paceTrend(points: readonly Pick<PacePoint, 'wpm'>[]): Trend {
  if (points.length < MIN_SAMPLES) return 'level'
  const third = Math.floor(points.length / 3)
  const mean = (part: typeof points) => part.reduce((sum, { wpm }) => sum + wpm, 0) / part.length
  const [first, last] = [mean(points.slice(0, third)), mean(points.slice(-third))]
  if (last - first >= first * NOTICEABLE) return 'up'
  return first - last >= first * NOTICEABLE ? 'down' : 'level'
}
