import { type Dispatch, useEffect } from 'react'
import type { Notice } from '../../contract'
import type { EventNotice, LessonAction } from '../state/lessonState'

/**
 * Milliseconds that a notice stays; null: until the state that it tells of is over (lessonState.ts). First the
 * contract's codes, then the page's own.
 */
const STAYS: Record<Notice['code'], number | null> & Partial<Record<string, number | null>> = {
  not_heard: 8000,
  tutor_waiting: null,
  tutor_busy: null,
  tutor_back: 6000,
  engine_reconnecting: null,
  engine_failed: null,
  engine_switched: 8000,
  voice_unchanged: 8000,
  storage_delayed: 8000,
  time_nearly_up: 12_000,
  displaced: null,
  failed: 8000,
  choice_failed: 8000,
  muted_talking: 6000,
  microphone_replaced: 8000,
  voice_changed: 6000,
  talk_failed: 8000,
  talk_canceled: 4000,
  talk_short: 6000,
}

export function useNoticePassing(notice: EventNotice | null, dispatch: Dispatch<LessonAction>): void {
  useEffect(() => {
    const stays = notice && STAYS[notice.code]
    if (stays == null) return
    const timer = setTimeout(() => {
      dispatch({ type: 'notice.passed' })
    }, stays)
    return () => {
      clearTimeout(timer)
    }
  }, [notice, dispatch])
}
