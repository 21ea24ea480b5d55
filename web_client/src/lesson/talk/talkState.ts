/**
 * Push to talk: one press is one turn. Pure; `tell` is what the tutor has to hear of a step.
 *
 * However a press ends that was not cancelled on purpose (the finger, another window, a call, a lost connection), it ends
 * as a stop: what was said is not thrown away.
 */

/** `leaving`: the finger has slid away; letting go now cancels. */
export type TalkPhase = 'idle' | 'held' | 'leaving'

export interface TalkState {
  phase: TalkPhase
  /** When the press began, on the page's own clock. */
  since: number
}

export const AT_REST: TalkState = { phase: 'idle', since: 0 }

/** Shorter is a tap, by who does not know yet that the button is to be held. A "yes" takes 250 ms and more. */
export const TAP_MILLISECONDS = 200

export type TalkStep =
  | { type: 'press'; now: number }
  | { type: 'slide'; away: boolean }
  | { type: 'release'; now: number }
  | { type: 'cancel' }
  /** Whoever held it cannot any more. */
  | { type: 'lost' }

/** `short`: a tap. */
export type TalkOutcome = 'sent' | 'canceled' | 'short'

export interface Stepped {
  state: TalkState
  tell: 'start' | 'stop' | 'cancel' | null
  outcome: TalkOutcome | null
}

export function talkStep(state: TalkState, step: TalkStep): Stepped {
  const stay: Stepped = { state, tell: null, outcome: null }
  if (step.type === 'press')
    return state.phase === 'idle'
      ? { ...stay, state: { phase: 'held', since: step.now }, tell: 'start' }
      : stay
  if (state.phase === 'idle') return stay
  switch (step.type) {
    case 'slide':
      return { ...stay, state: { ...state, phase: step.away ? 'leaving' : 'held' } }
    case 'release':
      if (step.now - state.since < TAP_MILLISECONDS)
        return { state: AT_REST, tell: 'cancel', outcome: 'short' }
      return state.phase === 'leaving'
        ? { state: AT_REST, tell: 'cancel', outcome: 'canceled' }
        : { state: AT_REST, tell: 'stop', outcome: 'sent' }
    case 'cancel':
      return { state: AT_REST, tell: 'cancel', outcome: 'canceled' }
    case 'lost':
      return { state: AT_REST, tell: 'stop', outcome: 'sent' }
  }
}
