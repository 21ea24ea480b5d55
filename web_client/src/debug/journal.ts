/** What happened on the test page, newest first, raw: a pure list with an end. */
export interface Entry {
  n: number
  /** Milliseconds since the page was opened. */
  at: number
  from: 'page' | 'room' | 'tutor' | 'message'
  what: string
  data: string
}

const KEPT = 300
const LONGEST = 2000

export function noted(
  entries: readonly Entry[],
  { at, from, what, data }: { at: number; from: Entry['from']; what: string; data?: unknown },
): readonly Entry[] {
  const text = data === undefined ? '' : typeof data === 'string' ? data : JSON.stringify(data)
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text
  return [{ n: (entries[0]?.n ?? 0) + 1, at, from, what, data: short }, ...entries].slice(0, KEPT)
}
