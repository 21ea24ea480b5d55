import { type Dispatch, useEffect, useRef } from 'react'
import type { TutorCalls } from '../room/tutorCalls'
import { type HelpAction, type HelpState, WAITS } from './helpState'
import type { Occupied } from './occupied'

/** Waits between the offers, withdraws them when somebody does something, and asks the tutor for hints. */
export function useHelp(
  { offer }: HelpState,
  dispatch: Dispatch<HelpAction>,
  calls: TutorCalls | null,
  who: Occupied,
): { ask: () => void } {
  useEffect(() => {
    if (who !== 'nobody' && offer !== 'none') dispatch({ type: 'busy' })
  }, [who, offer, dispatch])

  const before = useRef<Occupied>(who)
  useEffect(() => {
    if (who === 'nobody' && before.current === 'reading') dispatch({ type: 'read' })
    before.current = who
  }, [who, dispatch])

  useEffect(() => {
    const wait = WAITS[offer]
    if (wait === undefined || who !== 'nobody') return
    const timer = setTimeout(() => {
      dispatch({ type: 'waited' })
    }, wait)
    return () => {
      clearTimeout(timer)
    }
  }, [offer, who, dispatch])

  const ask = () => {
    dispatch({ type: 'asked' })
    const answer = calls?.hint() ?? Promise.reject(new Error('no tutor'))
    answer.then(
      (hints) => {
        dispatch({ type: 'answered', answer: hints })
      },
      (error: unknown) => {
        console.warn('no hint', error)
        dispatch({ type: 'answered', answer: null })
      },
    )
  }
  return { ask }
}
