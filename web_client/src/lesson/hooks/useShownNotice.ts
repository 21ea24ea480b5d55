import { deniedWords } from '../../microphone/checkWords'
import { currentNotice, type ShownNotice } from '../state/currentNotice'
import { useHeldFor } from './useHeldFor'
import type { LessonRoom } from './useLessonRoom'
import { useNoticePassing } from './useNoticePassing'
import { useReturned } from './useReturned'

const SLOW_MILLISECONDS = 4000
/** The server has called a tutor a second time by then; nobody came. */
const NONE_MILLISECONDS = 30_000
/** Who has to answer the browser first should see why nothing happens. */
const ASKING_MILLISECONDS = 1500
/** Into the room from another tab it goes faster, and nothing was wrong with the network. */
const RETURN_MILLISECONDS = 600
/** Browsers take it away for a moment when devices change. */
const TAKEN_MILLISECONDS = 1000

/** The notice of the moment, from the room, the microphone, the events and the clock. */
export function useShownNotice(lessonRoom: LessonRoom, soundBlocked: boolean): ShownNotice | null {
  const { lesson, dispatch, entry, microphone, tutor, connected, reconnecting } = lessonRoom
  const { phase } = entry
  useNoticePassing(lesson.notice, dispatch)
  const tutorThere = tutor !== null && tutor.state !== 'coming'
  const asking = microphone.status === 'asking' && phase === 'entering'
  const waits = !tutorThere && !asking && (phase === 'entering' || phase === 'in')
  const long = useHeldFor(waits, SLOW_MILLISECONDS)
  const tooLong = useHeldFor(waits && lesson.notice === null, NONE_MILLISECONDS)
  const away = reconnecting || phase === 'returning' || phase === 'offline'
  const returningLong = useHeldFor(phase === 'returning', RETURN_MILLISECONDS)
  return currentNotice({
    phase,
    reconnecting: reconnecting || returningLong,
    ...useReturned(
      away,
      connected && phase === 'in' && !away,
      // Into a new room the tutor says a cut sentence again by itself.
      reconnecting && tutor?.state === 'speaking',
    ),
    soundBlocked: soundBlocked && phase === 'in',
    microphone: microphone.status,
    deniedSteps: deniedWords(navigator.userAgent),
    taken: useHeldFor(microphone.taken !== null, TAKEN_MILLISECONDS) ? microphone.taken : null,
    askingLong: useHeldFor(asking, ASKING_MILLISECONDS),
    event: lesson.notice,
    notHeard: lesson.notHeard,
    tutorThere,
    waiting: tooLong ? 'too_long' : long ? 'long' : 'short',
  })
}
