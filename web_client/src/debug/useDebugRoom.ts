import { ConnectionState, Room, RoomEvent, type TextStreamReader } from 'livekit-client'
import { useEffect, useReducer, useState } from 'react'
import { startLesson } from '../api/lessons'
import type { JoinResponse } from '../contract'
import { EVENTS_TOPIC } from '../lesson/room/useLessonEvents'
import { captureOf } from '../microphone/capture'
import { type Entry, noted } from './journal'

const CHAT_TOPIC = 'lk.chat'

export type Note = (from: Entry['from'], what: string, data?: unknown) => void

export interface DebugRoom {
  room: Room
  ticket: JoinResponse | null
  state: ConnectionState
  track: MediaStreamTrack | undefined
  entries: readonly Entry[]
  note: Note
  connect: () => Promise<void>
  disconnect: () => Promise<void>
  toggleMicrophone: () => Promise<void>
  type: (text: string) => Promise<void>
}

/** A free talk in a room of its own, and everything that LiveKit and the tutor say of it. */
export function useDebugRoom(): DebugRoom {
  const [room] = useState(() => new Room({ audioCaptureDefaults: captureOf(null) }))
  const [entries, add] = useReducer(noted, [])
  const [ticket, setTicket] = useState<JoinResponse | null>(null)
  const [state, setState] = useState(room.state)
  const [track, setTrack] = useState<MediaStreamTrack | undefined>(undefined)
  const [note] = useState((): Note => (from, what, data) => {
    add({ at: Math.round(performance.now()), from, what, data })
  })
  useEffect(() => {
    const onState = (now: ConnectionState) => {
      setState(now)
      note('room', 'connection', now)
    }
    const onStream = (reader: TextStreamReader, { identity }: { identity: string }) => {
      reader.readAll().then(
        (text) => {
          note('tutor', identity, text)
        },
        (error: unknown) => {
          note('room', 'a stream was cut', String(error))
        },
      )
    }
    const onData = (payload: Uint8Array, _: unknown, __: unknown, topic?: string) => {
      note('room', `data ${topic ?? ''}`, new TextDecoder().decode(payload))
    }
    const onOther = [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackSubscribed,
      RoomEvent.ConnectionQualityChanged,
      RoomEvent.ParticipantAttributesChanged,
    ].map((event) => {
      const listener = (...facts: unknown[]) => {
        note('room', event, facts.map(named).filter(Boolean).join(' '))
      }
      room.on(event, listener)
      return () => room.off(event, listener)
    })
    room.registerTextStreamHandler(EVENTS_TOPIC, onStream)
    room.on(RoomEvent.ConnectionStateChanged, onState).on(RoomEvent.DataReceived, onData)
    return () => {
      onOther.forEach((off) => off())
      room.unregisterTextStreamHandler(EVENTS_TOPIC)
      room.off(RoomEvent.ConnectionStateChanged, onState).off(RoomEvent.DataReceived, onData)
      void room.disconnect()
    }
  }, [room, note])
  const showTrack = () => {
    const [publication] = room.localParticipant.audioTrackPublications.values()
    setTrack(publication?.isMuted === false ? publication.track?.mediaStreamTrack : undefined)
  }
  return {
    room,
    ticket,
    state,
    track,
    entries,
    note,
    connect: async () => {
      const begun = await startLesson({ mode: 'free' })
      setTicket(begun)
      await room.connect(begun.server_url, begun.participant_token)
    },
    disconnect: () => room.disconnect(),
    toggleMicrophone: async () => {
      await room.localParticipant.setMicrophoneEnabled(!room.localParticipant.isMicrophoneEnabled)
      showTrack()
    },
    type: async (text) => {
      await room.localParticipant.sendText(text, { topic: CHAT_TOPIC })
    },
  }
}

/** Participants by their identity, qualities and attributes as they are. */
function named(fact: unknown): string {
  if (typeof fact === 'string') return fact
  if (typeof fact !== 'object' || fact === null) return ''
  if ('identity' in fact) return String(fact.identity)
  return 'kind' in fact ? String(fact.kind) : JSON.stringify(fact)
}
