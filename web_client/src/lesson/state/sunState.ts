import type { Phase } from '../room/entry'
import type { TutorState } from '../room/useTutor'

/** What the sun shows. `waiting`: for the talk button to be held. `replaying`: something is heard again meanwhile. `paused`: the system has the microphone. `away`: another tab has the lesson. */
export type SunState =
  | 'coming'
  | 'waiting'
  | 'replaying'
  | 'listening'
  | 'thinking'
  | 'speaking'
  | 'muted'
  | 'paused'
  | 'reconnecting'
  | 'away'
  | 'offline'
  | 'ended'

export interface SunFacts {
  phase: Phase
  /** LiveKit is mending the connection. */
  reconnecting: boolean
  /** null: nobody there. */
  tutor: TutorState | null
  /** Why the learner cannot be heard: by wish or without a microphone, or by the system; null: they can. */
  closed: 'muted' | 'paused' | null
  /** The talk button is not held. */
  released: boolean
  replaying: boolean
  ended: boolean
}

export function sunState(facts: SunFacts): SunState {
  const { phase, reconnecting, tutor, closed, released, replaying, ended } = facts
  if (ended || phase === 'ended' || phase === 'unknown') return 'ended'
  if (phase === 'displaced') return 'away'
  if (phase === 'offline') return 'offline'
  if (phase === 'returning' || phase === 'failed' || reconnecting) return 'reconnecting'
  if (phase === 'entering' || tutor === null || tutor === 'coming') return 'coming'
  if (tutor !== 'listening') return tutor
  if (replaying) return 'replaying'
  if (closed !== null) return closed
  return released ? 'waiting' : 'listening'
}
