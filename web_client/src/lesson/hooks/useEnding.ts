import { useCallback, useEffect, useState } from 'react'
import type { TutorCalls } from '../room/tutorCalls'

/** How long the tutor may take to close the lesson before the page leaves by itself. */
const PATIENCE_MILLISECONDS = 8000

export interface Ending {
  pending: boolean
  begin: () => void
}

/**
 * The learner ends the lesson. The tutor closes it and says so with `lesson.ended`; without a tutor, without an answer
 * or without that event in time the page leaves, and the server closes the lesson of a learner who is gone.
 */
export function useEnding(calls: TutorCalls | null, leave: () => void): Ending {
  const [pending, setPending] = useState(false)
  useEffect(() => {
    if (!pending) return
    const timer = setTimeout(leave, PATIENCE_MILLISECONDS)
    return () => {
      clearTimeout(timer)
    }
  }, [pending, leave])
  const begin = useCallback(() => {
    setPending(true)
    if (calls === null) leave()
    else calls.end().catch(leave)
  }, [calls, leave])
  return { pending, begin }
}
