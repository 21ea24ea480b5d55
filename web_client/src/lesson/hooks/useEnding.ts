import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { endLesson } from '../../api/lessons'
import type { TutorCalls } from '../room/tutorCalls'

/** How long the tutor may take to close the lesson before the server is asked to. */
const TUTOR_MILLISECONDS = 8000
/** And how long the server, before the page leaves by itself. */
const SERVER_MILLISECONDS = 5000

export interface Ending {
  pending: boolean
  begin: () => void
}

/**
 * The learner ends the lesson. The tutor closes it and says so with `lesson.ended`; without a tutor, without an answer
 * or without that event in time the server does. A lesson that nobody could be told of ends as one whose learner left.
 * `displaced`: it goes on in another tab, and this one only leaves.
 */
export function useEnding(
  lessonId: string,
  calls: TutorCalls | null,
  leave: () => void,
  displaced: boolean,
): Ending {
  const [closing, setClosing] = useState<'tutor' | 'server' | null>(null)
  const onClosed = useEffectEvent(leave)
  useEffect(() => {
    if (closing === null) return
    if (closing === 'tutor') {
      const timer = setTimeout(() => {
        setClosing('server')
      }, TUTOR_MILLISECONDS)
      return () => {
        clearTimeout(timer)
      }
    }
    let over = false
    const close = () => {
      if (!over) onClosed()
      over = true
    }
    const timer = setTimeout(close, SERVER_MILLISECONDS)
    endLesson(lessonId)
      .catch((error: unknown) => {
        console.warn('the server did not close the lesson', error)
      })
      .finally(close)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [closing, lessonId])
  const begin = useCallback(() => {
    if (closing !== null) return
    if (displaced) {
      leave()
      return
    }
    setClosing(calls === null ? 'server' : 'tutor')
    calls?.end().catch(() => {
      setClosing('server')
    })
  }, [calls, closing, displaced, leave])
  return { pending: closing !== null, begin }
}
