import { useConnectionState, useIsSpeaking } from '@livekit/components-react'
import { ConnectionState, Room, setLogLevel } from 'livekit-client'
import { type Dispatch, useMemo, useState } from 'react'
import { useLocation } from 'react-router'
import { KeptLesson } from '../kept'
import { CAPTURE } from '../room/microphone'
import { useCaptions } from '../room/useCaptions'
import { useDeadLine } from '../room/useDeadLine'
import { type Entry, useLessonEntry } from '../room/useLessonEntry'
import { useLessonEvents } from '../room/useLessonEvents'
import { TutorCalls } from '../room/tutorCalls'
import { type LearnersMicrophone, useMicrophone } from '../room/useMicrophone'
import { useOutbox } from '../room/useOutbox'
import { type Tutor, useTutor } from '../room/useTutor'
import type { LessonAction, LessonState } from '../state/lessonState'
import { typedIn } from '../typed'
import { useDevice } from './useDevice'
import { useHeldFor } from './useHeldFor'
import { useLesson } from './useLesson'
import { useWaitingLines } from './useWaitingLines'

/** Shorter breaks mend before anybody notices; saying so would be the greater disturbance. */
const NOTICEABLE_MILLISECONDS = 600

setLogLevel('warn')

export interface LessonRoom {
  room: Room
  /** What a reload must not lose. */
  kept: KeptLesson
  lesson: LessonState
  dispatch: Dispatch<LessonAction>
  entry: Entry
  microphone: LearnersMicrophone
  tutor: Tutor | null
  /** The tutor's methods; null while nobody is there to answer. */
  calls: TutorCalls | null
  connected: boolean
  /** A tutor counts events: it takes typed lines and answers its methods. */
  listens: boolean
  /** LiveKit is mending the connection, or nothing comes through it. */
  reconnecting: boolean
  /** The learner's voice is arriving. */
  hearing: boolean
}

/** One lesson's room and state, wired. What LiveKit knows is read from the room, the rest from the reducer. */
export function useLessonRoom(lessonId: string): LessonRoom {
  const [room] = useState(() => new Room({ audioCaptureDefaults: CAPTURE }))
  const [lesson, dispatch] = useLesson(lessonId)
  const [kept] = useState(() => new KeptLesson(lessonId))
  const microphone = useMicrophone(room, typedIn(useLocation().state), kept)
  // Before the entry: nothing of what is sent at the join may be missed.
  useLessonEvents(room, dispatch)
  useCaptions(room, dispatch)
  useDevice(microphone.microphone, dispatch)
  const entry = useLessonEntry(room, lessonId, microphone.microphone)
  const tutor = useTutor(room)
  const connection = useConnectionState(room)
  const connected = connection === ConnectionState.Connected
  const mending =
    connection === ConnectionState.Reconnecting || connection === ConnectionState.SignalReconnecting
  const mendingLong = useHeldFor(mending, NOTICEABLE_MILLISECONDS)
  const reconnecting = useDeadLine(room, connected) || mendingLong
  const hearing = useIsSpeaking(room.localParticipant) && microphone.on
  // Who counts events hears typed lines too: it has said "ready" or sent a snapshot.
  const listens =
    connected && tutor !== null && tutor.state !== 'coming' && lesson.counted?.from === tutor.identity
  const keepWaiting = useWaitingLines(kept, lesson.lesson !== null, dispatch)
  useOutbox(room, lesson.lines, listens ? tutor.identity : null, keepWaiting)
  const identity = tutor?.identity ?? null
  const calls = useMemo(() => (identity === null ? null : new TutorCalls(room, identity)), [room, identity])
  return {
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
  }
}
