/**
 * The one notice that is shown. What blocks the lesson comes before what happened in it, and that before what the
 * learner may do about their microphone; a notice that was covered comes back when it still holds.
 */
import type { Saying } from '../../words/saying'
import type { WordKey } from '../../words/words'
import type { Phase } from '../room/entry'
import type { MicrophoneStatus, TakenBy } from '../room/microphone'
import type { EventNotice } from './lessonState'

export type NoticeAct =
  | 'take_back'
  | 'retry'
  | 'sound'
  | 'hear_again'
  | 'microphone'
  | 'settings'
  | 'type_instead'
  | 'message'
  | 'start_page'

export interface ShownNotice {
  code: string
  title?: WordKey
  text: Saying
  acts: readonly NoticeAct[]
  /** Read out at once, whatever else is being read. */
  urgent: boolean
}

export interface NoticeFacts {
  phase: Phase
  /** The connection is being mended, or the way back into the room takes longer than a moment. */
  reconnecting: boolean
  /** Just connected again. */
  back: boolean
  /** The tutor spoke while it was gone: words were lost. */
  missedWords: boolean
  soundBlocked: boolean
  microphone: MicrophoneStatus
  /** The system has taken the microphone away, for longer than a moment. */
  taken: TakenBy | null
  /** Where in this browser a microphone is allowed. */
  deniedSteps: WordKey
  /** The browser's question has stood for a while. */
  askingLong: boolean
  event: EventNotice | null
  /** How often the learner was not heard, one time after the other. */
  notHeard: number
  tutorThere: boolean
  /** How long the learner has been waiting for a tutor. */
  waiting: 'short' | 'long' | 'too_long'
}

export function currentNotice(facts: NoticeFacts): ShownNotice | null {
  return blocking(facts) ?? happening(facts) ?? aboutMicrophone(facts) ?? passing(facts)
}

function notice(
  code: string,
  text: Saying,
  acts: readonly NoticeAct[] = [],
  { title, urgent = false }: { title?: WordKey; urgent?: boolean } = {},
): ShownNotice {
  return { code, text, acts, urgent, ...(title && { title }) }
}

function blocking({ phase, reconnecting, soundBlocked, taken }: NoticeFacts): ShownNotice | null {
  if (phase === 'displaced') return notice('other_tab', 'notice.other_tab', ['take_back'])
  if (phase === 'offline')
    return notice('offline', 'notice.offline', [], { title: 'offline.title', urgent: true })
  if (phase === 'failed')
    return notice('failed', 'notice.unreachable', ['retry', 'message', 'start_page'], { urgent: true })
  if (reconnecting) return notice('network', 'notice.network', ['message'])
  if (taken === 'call') return notice('phone_call', 'notice.phone_call')
  if (taken === 'device') return notice('microphone_taken', 'notice.microphone_taken')
  if (soundBlocked) return notice('sound_blocked', 'notice.sound_blocked', ['sound'])
  return null
}

/** Nobody can be there for a call just now; a message needs no worker. */
const NO_TUTOR: readonly string[] = ['tutor_busy', 'tutor_waiting']
/** A third time is not the learner's fault any more. */
const OFTEN_NOT_HEARD = 3

function happening({ event, notHeard }: NoticeFacts): ShownNotice | null {
  if (event?.code === 'not_heard' && notHeard >= OFTEN_NOT_HEARD)
    return notice(event.code, event.text, ['settings'])
  if (event !== null && NO_TUTOR.includes(event.code)) return notice(event.code, event.text, ['message'])
  return event && notice(event.code, event.text, [], { urgent: event.code === 'engine_failed' })
}

function aboutMicrophone({ microphone, askingLong, deniedSteps }: NoticeFacts): ShownNotice | null {
  switch (microphone) {
    case 'asking':
      return askingLong ? notice('microphone_asking', 'mic.asking', ['type_instead']) : null
    case 'denied':
      return notice('microphone_denied', deniedSteps, ['microphone', 'type_instead'], {
        title: 'mic.denied_title',
        urgent: true,
      })
    case 'none':
      return notice('microphone_none', 'mic.none', ['microphone', 'type_instead'])
    case 'busy':
      return notice('microphone_busy', 'mic.busy', ['microphone', 'type_instead'])
    case 'insecure':
      return notice('microphone_insecure', 'mic.insecure', ['type_instead'])
    case 'stuck':
      return notice('microphone_stuck', 'mic.stuck', ['microphone', 'type_instead'])
    case 'unasked':
    case 'open':
    case 'declined':
      return null
  }
}

function passing({ back, missedWords, phase, tutorThere, waiting }: NoticeFacts): ShownNotice | null {
  if (phase === 'in' || phase === 'entering') {
    if (!tutorThere && waiting === 'too_long')
      return notice('tutor_none', 'notice.tutor_none', ['message', 'start_page'])
    // Not in the room yet: it is the line that is slow, and perhaps no call gets through it.
    if (phase === 'entering' && waiting === 'long')
      return notice('connecting_slow', 'notice.connecting_slow', ['message'])
    if (!tutorThere && waiting === 'long') return notice('coming_slow', 'notice.coming_slow')
  }
  return back ? notice('back', 'notice.back', missedWords ? ['hear_again'] : []) : null
}
