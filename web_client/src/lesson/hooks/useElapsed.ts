import { useEffect, useState } from 'react'
import type { LessonState } from '../state/lessonState'

/** Seconds of lesson by now, or null before it began; whole seconds, so that a reader paints once a second. */
export function useElapsed(elapsed: LessonState['elapsed']): number | null {
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(performance.now())
    }, 1000)
    return () => {
      clearInterval(timer)
    }
  }, [])
  return elapsed && Math.max(0, Math.floor(elapsed.seconds + (now - elapsed.at) / 1000))
}
