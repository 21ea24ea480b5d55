import { useSettings } from '../../settings/useSettings'
import type { Saying } from '../../words/saying'
import type { WordKey } from '../../words/words'
import { occupied } from '../help/occupied'
import { type Help, useHelp } from '../help/useHelp'
import { cannotSpeak, shownAs } from '../room/microphone'
import { useLiveChoices } from '../setup/useLiveChoices'
import { type SunState, sunState } from '../state/sunState'
import type { TalkOutcome } from '../talk/talkState'
import { type Talk, useTalk } from '../talk/useTalk'
import { useTalkKey } from '../talk/useTalkKey'
import { type HearAgain, useHearAgain } from './useHearAgain'
import { type LastLine, useLastLine } from './useLastLine'
import type { LessonRoom } from './useLessonRoom'
import { useMutedTalking } from './useMutedTalking'
import { type OpenLine, useOpenLine } from './useOpenLine'
import { type Typing, useTyping } from './useTyping'
import { useWakeLock } from './useWakeLock'
import { useWhen } from './useWhen'

const TALK_WORDS: Record<Exclude<TalkOutcome, 'sent'> | 'failed', WordKey> = {
  canceled: 'dock.talk_canceled',
  short: 'dock.talk_short',
  failed: 'notice.failed',
}

export interface LessonTools {
  state: SunState
  typing: Typing
  openLine: OpenLine
  lastLine: LastLine
  again: HearAgain
  help: Help
  talk: Talk
  /** The learner talks by button. */
  byButton: boolean
  /** How it stands with the learner's voice. */
  ready: WordKey
  /** Nothing is said aloud: the learner writes. */
  silent: boolean
}

/** What helps in a lesson, wired: each knows of the others only what it must. */
export function useLessonTools(lessonRoom: LessonRoom, dialogOpen: boolean): LessonTools {
  const {
    room,
    kept,
    lesson,
    dispatch,
    entry,
    microphone,
    tutor,
    calls,
    connected,
    listens,
    reconnecting,
    hearing,
  } = lessonRoom
  const [{ shortcuts, talk: talkMode }] = useSettings()
  const notify = (code: string, text: Saying) => {
    dispatch({ type: 'notify', code, text, now: performance.now() })
  }
  const byButton = talkMode === 'push'
  const silent = cannotSpeak(microphone.status)
  const reachable = connected && !reconnecting ? calls : null

  useWakeLock(entry.phase === 'in' && lesson.ended === null)
  const typing = useTyping(silent, kept)
  const openLine = useOpenLine()
  const again = useHearAgain(room, microphone.microphone)
  const lastLine = useLastLine(lesson.lines, openLine, again.player, () => {
    notify('failed', 'sound.failed')
  })
  useLiveChoices(lesson.choices, listens ? reachable : null, notify)
  useMutedTalking(
    microphone.track,
    microphone.muted && microphone.taken === null && tutor?.state !== 'speaking' && !again.busy,
    () => {
      notify('muted_talking', 'notice.muted_talking')
    },
  )

  const talk = useTalk({
    on: byButton,
    calls: reachable,
    microphone: microphone.microphone,
    onOutcome: (outcome) => {
      if (outcome !== 'sent') notify(`talk_${outcome}`, TALK_WORDS[outcome])
    },
  })
  // Between presses it is silent anyway: who was muted before has said how they want to talk.
  useWhen(byButton && microphone.muted, () => void microphone.microphone.silence('muted', false))
  const talkable = shownAs(microphone) === 'on' || talk.phase !== 'idle'
  useTalkKey(talk.presses, byButton && talkable, shortcuts && !dialogOpen)

  const who = occupied({
    tutorListens: tutor?.state === 'listening' && connected && !reconnecting,
    learnerSpeaks: hearing || talk.phase !== 'idle',
    replaying: again.busy,
    writing: typing.draft.trim() !== '',
    reading: lesson.help.card.status !== 'closed' || openLine.reading || dialogOpen,
  })
  const help = useHelp(lesson.help, dispatch, calls, who)

  const closed = microphone.muted || silent ? 'muted' : microphone.taken !== null ? 'paused' : null
  const state = sunState({
    phase: entry.phase,
    reconnecting,
    tutor: tutor?.state ?? null,
    closed,
    released: byButton && !microphone.on,
    replaying: again.sounding,
    ended: lesson.ended !== null,
  })
  const waiting = byButton && talk.phase === 'idle'
  const ready = closed !== null ? (`state.${closed}` as const) : waiting ? 'state.waiting' : 'state.ready'
  return { state, ready, typing, openLine, lastLine, again, help, talk, byButton, silent }
}
