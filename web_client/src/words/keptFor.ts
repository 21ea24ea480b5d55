import type { Translate } from './words'

const HOUR = 60
const DAY = 24 * HOUR

/** How long lessons are kept, in the largest unit that says it: "30 days", "30 minutes". */
export function keptFor(days: number, t: Translate): string {
  const minutes = days * DAY
  if (minutes >= DAY) return t('count.days', { count: Math.floor(days) })
  if (minutes >= HOUR) return t('count.hours', { count: Math.floor(minutes / HOUR) })
  return t('count.minutes', { count: Math.max(1, Math.floor(minutes)) })
}
