/**
 * Help for who is silent: a hint offered, a hint card, and at last the question whether to go on. Pure: times are
 * waited for by the hook. The tutor offers after 15 s of silence; after "go on", or after the learner has read or
 * written without saying anything, which the tutor cannot know, the page itself offers next.
 */
import type { HintResponse } from '../../contract'

export interface Hint {
  text: string
  /** In Korean, where it is known. */
  meaning: string | null
}

/** `resting`: the page counts the silence. `hint`: a hint is offered. `idle`: it was not used; shall we go on? */
export type Offer = 'none' | 'resting' | 'hint' | 'idle'

export type Card =
  | { status: 'closed' }
  | { status: 'loading' }
  | { status: 'shown'; hints: readonly Hint[]; at: number }
  /** No hint this time. */
  | { status: 'empty' }

export interface HelpState {
  offer: Offer
  card: Card
}

export const NO_HELP: HelpState = { offer: 'none', card: { status: 'closed' } }

/** How long an offer stands unused before the next one, in milliseconds. */
export const WAITS: Partial<Record<Offer, number>> = { resting: 15_000, hint: 5_000 }

export type HelpAction =
  /** The tutor's event. */
  | { type: 'offered' }
  /** The time of the present offer has passed. */
  | { type: 'waited' }
  /** Somebody speaks, or the learner reads or writes: nothing is offered. */
  | { type: 'busy' }
  /** The learner has read or written, and says nothing. */
  | { type: 'read' }
  | { type: 'asked' }
  | { type: 'answered'; answer: HintResponse | null }
  | { type: 'next' }
  /** Without having used it. */
  | { type: 'closed' }
  /** The learner has said or written something: the hint was for that moment. */
  | { type: 'said' }
  | { type: 'go_on' }

const CLOSED: Card = { status: 'closed' }

export function helpReducer(state: HelpState, action: HelpAction): HelpState {
  switch (action.type) {
    case 'offered':
      // The question whether to go on stands until it is answered; a second offer would be nagging.
      return state.offer === 'idle' ? state : { ...state, offer: 'hint' }
    case 'waited':
      return { ...state, offer: state.offer === 'resting' ? 'hint' : 'idle' }
    case 'busy':
      return { ...state, offer: 'none' }
    case 'read':
    case 'go_on':
      return { ...state, offer: 'resting' }
    case 'asked':
      return { offer: 'none', card: { status: 'loading' } }
    case 'answered':
      return state.card.status === 'loading' ? { ...state, card: cardOf(action.answer) } : state
    case 'next': {
      const { card } = state
      if (card.status !== 'shown') return state
      return { ...state, card: { ...card, at: (card.at + 1) % card.hints.length } }
    }
    case 'closed':
      return { ...state, card: CLOSED }
    case 'said':
      return NO_HELP
  }
}

function cardOf(answer: HintResponse | null): Card {
  const hints = (answer?.hints ?? []).map((text, index) => ({
    text,
    meaning: answer?.meanings[index] ?? null,
  }))
  return hints.length === 0 ? { status: 'empty' } : { status: 'shown', hints, at: 0 }
}
