import { useLocalParticipant } from '@livekit/components-react'
import { type Room, RoomEvent } from 'livekit-client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { KeptLesson } from '../kept'
import { Microphone, type MicrophoneStatus, type TakenBy } from './microphone'
import { useTakenBy } from './useTakenBy'

export interface LearnersMicrophone {
  microphone: Microphone
  status: MicrophoneStatus
  /** By the learner's wish. */
  muted: boolean
  /** By the system; null: it is the learner's. */
  taken: TakenBy | null
  /** Open and not silent for any reason: the tutor can hear. */
  on: boolean
  track: MediaStreamTrack | undefined
}

/** `typed`: the learner said before the lesson that they would rather write. What a reload must know goes into `kept`. */
export function useMicrophone(room: Room, typed: boolean, kept: KeptLesson): LearnersMicrophone {
  const [microphone] = useState(() => {
    const made = new Microphone(room, { muted: kept.read().muted })
    if (typed) made.decline()
    return made
  })
  const status = useSyncExternalStore(microphone.subscribe, microphone.status)
  const muted = useSyncExternalStore(microphone.subscribe, microphone.muted)
  const track = useSyncExternalStore(microphone.subscribe, microphone.sound)
  const taken = useTakenBy(track)
  const { isMicrophoneEnabled } = useLocalParticipant({ room })
  useEffect(() => {
    kept.change({ muted })
  }, [kept, muted])
  useEffect(() => {
    const onDeviceError = (error: Error, kind?: MediaDeviceKind) => {
      if (kind === undefined || kind === 'audioinput') microphone.lost(error)
    }
    room.on(RoomEvent.MediaDevicesError, onDeviceError)
    return () => {
      room.off(RoomEvent.MediaDevicesError, onDeviceError)
      microphone.close()
    }
  }, [room, microphone])
  return {
    microphone,
    status,
    muted,
    taken,
    on: status === 'open' && isMicrophoneEnabled && taken === null,
    track,
  }
}
