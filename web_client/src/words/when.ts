/** Times and lengths in a learner's words. */

import type { Language, Translate } from './words'

const DAY = 86_400_000
const DAYS_BY_NAME = 6

/** "today", "yesterday", a weekday within the week, else the date. */
export function dayOf(iso: string, language: Language, now = new Date()): string {
  const date = new Date(iso)
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY)
  if (days <= 1) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day')
  if (days <= DAYS_BY_NAME) return new Intl.DateTimeFormat(language, { weekday: 'long' }).format(date)
  return new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric' }).format(date)
}

/** Day and time of day, in full. */
export function momentOf(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    month: 'long',
    day: 'numeric',
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(iso))
}

export function timeOf(iso: Date, language: Language): string {
  return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(iso)
}

/** 252 → "4:12"; an hour and more → "1:04:12". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const tail = String(s).padStart(2, '0')
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`
}

/** "4 min 12 s", "12 s". */
export function length(seconds: number, t: Translate): string {
  const whole = Math.round(seconds)
  const [m, s] = [Math.floor(whole / 60), whole % 60]
  if (m === 0) return t('common.seconds', { n: s })
  return s === 0 ? t('common.minutes', { n: m }) : t('common.minutes_seconds', { m, s })
}

/** Long times in minutes, short ones in seconds: "39 min", "45 s". */
export function roundly(seconds: number, t: Translate): string {
  return seconds < 60 ? length(seconds, t) : t('common.minutes', { n: Math.round(seconds / 60) })
}

/** A lesson's length in minutes, at least one: nobody talked for 0 minutes. */
export function minutesOf(seconds: number): number {
  return Math.max(1, Math.round(seconds / 60))
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
