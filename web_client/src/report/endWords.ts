import type { Lesson } from '../contract'
import type { WordKey } from '../words/words'

/** Why the lesson ended, if it was not the learner who ended it. */
export function endWords(reason: Lesson['end_reason']): WordKey | null {
  switch (reason) {
    case 'time':
      return 'end.reason_time'
    case 'idle':
      return 'end.reason_idle'
    case 'engine':
      return 'end.reason_engine'
    case 'replaced':
      return 'end.reason_replaced'
    case 'worker_lost':
    case 'shutdown':
      return 'end.reason_other'
    case 'said':
    case 'button':
    case 'hung_up':
    case 'left':
    case null:
      return null
  }
}
