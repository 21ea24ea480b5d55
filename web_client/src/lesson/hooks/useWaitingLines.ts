import { type Dispatch, useCallback, useEffect, useRef } from 'react'
import type { KeptLesson } from '../kept'
import type { LessonAction } from '../state/lessonState'

/**
 * Lines that were typed before a tutor was there, once more after a reload. Not before the record is read: a turn of it
 * that was typed would be taken for theirs. What it returns keeps the lines that wait now, with those not said again yet.
 */
export function useWaitingLines(
  kept: KeptLesson,
  onRecord: boolean,
  dispatch: Dispatch<LessonAction>,
): (texts: readonly string[]) => void {
  const waiting = useRef(kept.read().waiting)
  useEffect(() => {
    if (!onRecord) return
    for (const text of waiting.current) dispatch({ type: 'typed', text })
    waiting.current = []
  }, [onRecord, dispatch])
  return useCallback(
    (texts) => {
      kept.change({ waiting: [...waiting.current, ...texts] })
    },
    [kept],
  )
}
