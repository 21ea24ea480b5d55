/**
 * Whether anything comes through the connection at all. LiveKit notices a dead one after 15 s (its signalling pings), the
 * browser after 6; in a lesson the learner has asked "hello?" twice by then. Packets come at least four times a second,
 * also while the tutor is silent, and answers to the browser's own checks every 2.5 s: without any of both for longer the
 * line is dead. A tutor that died is something else: the server goes on sending.
 */

/** Counters that only grow, by the type of their report (webrtc-stats). */
const COUNTERS: Record<string, readonly string[]> = {
  'inbound-rtp': ['packetsReceived'],
  'candidate-pair': ['packetsReceived', 'responsesReceived'],
  transport: ['packetsReceived'],
}

/** All that has arrived so far; null where this browser does not say. */
export function arrivals(stats: Iterable<Record<string, unknown>>): number | null {
  let sum: number | null = null
  for (const report of stats) {
    for (const name of COUNTERS[String(report['type'])] ?? []) {
      const count = report[name]
      if (typeof count === 'number') sum = (sum ?? 0) + count
    }
  }
  return sum
}

export interface Listening {
  count: number | null
  /** Milliseconds in which nothing has arrived. */
  quiet: number
}

export const NOT_LISTENED: Listening = { count: null, quiet: 0 }

/** A look later than this was no look: the page was asleep, and what came meanwhile is not known yet. */
const LONGEST_GAP = 1000

/** After another look, `passed` milliseconds after the last. Not the same count is life, also a smaller one. */
export function listenOn({ count, quiet }: Listening, now: number | null, passed: number): Listening {
  if (now === null || now !== count) return { count: now, quiet: 0 }
  return { count, quiet: quiet + Math.min(passed, LONGEST_GAP) }
}
