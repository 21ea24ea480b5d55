import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Microphone } from '../room/microphone'
import type { TutorCalls } from '../room/tutorCalls'
import { Presses } from './presses'
import type { TalkOutcome, TalkPhase } from './talkState'

export interface Talk {
  phase: TalkPhase
  presses: Presses
}

interface TalkParts {
  /** The learner talks by button. */
  on: boolean
  /** The tutor's methods while it can be reached, else null. */
  calls: TutorCalls | null
  microphone: Microphone
  onOutcome: (outcome: TalkOutcome | 'failed') => void
}

/** The talk button of a page. A press ends when the window, the page or the connection goes. */
export function useTalk({ on, calls, microphone, onOutcome }: TalkParts): Talk {
  const [presses] = useState(() => new Presses(microphone))
  useEffect(() => {
    presses.report(onOutcome)
  })
  const phase = useSyncExternalStore(presses.subscribe, presses.phase)
  useEffect(() => {
    presses.reach(calls)
  }, [presses, calls])
  useEffect(() => {
    if (!on) return
    presses.waitFor(true)
    const loseHidden = () => {
      if (document.hidden) presses.lose()
    }
    window.addEventListener('blur', presses.lose)
    document.addEventListener('visibilitychange', loseHidden)
    return () => {
      window.removeEventListener('blur', presses.lose)
      document.removeEventListener('visibilitychange', loseHidden)
      presses.waitFor(false)
    }
  }, [presses, on])
  return { phase, presses }
}
