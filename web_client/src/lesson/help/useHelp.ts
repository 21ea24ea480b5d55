import { type Dispatch, useEffect, useMemo, useRef } from 'react'
import type { TutorCalls } from '../room/tutorCalls'
import type { LessonAction } from '../state/lessonState'
import { type Card, type HelpAction, type HelpState, type Offer, WAITS } from './helpState'
import type { Occupied } from './occupied'

export interface Help {
  /** What is offered now: nothing to who does something. */
  offer: Offer
  card: Card
  ask: () => void
  /** Opens the card, or closes it. */
  toggle: () => void
  close: () => void
  next: () => void
  goOn: () => void
}

/** Waits between the offers, withdraws them when somebody does something, and asks the tutor for hints. */
export function useHelp(
  { offer, card }: HelpState,
  dispatchLesson: Dispatch<LessonAction>,
  calls: TutorCalls | null,
  who: Occupied,
): Help {
  const dispatch = useMemo(
    () => (action: HelpAction) => {
      dispatchLesson({ type: 'help', action })
    },
    [dispatchLesson],
  )

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
  const close = () => {
    dispatch({ type: 'closed' })
  }
  return {
    offer: who === 'nobody' ? offer : 'none',
    card,
    ask,
    toggle: card.status === 'closed' ? ask : close,
    close,
    next: () => {
      dispatch({ type: 'next' })
    },
    goOn: () => {
      dispatch({ type: 'go_on' })
    },
  }
}
