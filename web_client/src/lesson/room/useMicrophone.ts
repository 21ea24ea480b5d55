import { useLocalParticipant } from '@livekit/components-react'
import { type Room, RoomEvent, Track } from 'livekit-client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Microphone, type MicrophoneStatus } from './microphone'

export interface LearnersMicrophone {
  microphone: Microphone
  status: MicrophoneStatus
  /** By the learner's wish. */
  muted: boolean
  /** Open and not silent for any reason: the tutor can hear. */
  on: boolean
  track: MediaStreamTrack | undefined
}

/** `typed`: the learner said before the lesson that they would rather write. */
export function useMicrophone(room: Room, typed: boolean): LearnersMicrophone {
  const [microphone] = useState(() => {
    const made = new Microphone(room)
    if (typed) made.decline()
    return made
  })
  const status = useSyncExternalStore(microphone.subscribe, microphone.status)
  const muted = useSyncExternalStore(microphone.subscribe, microphone.muted)
  const { isMicrophoneEnabled, microphoneTrack } = useLocalParticipant({ room })
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
  const on = status === 'open' && isMicrophoneEnabled
  const published = microphoneTrack?.source === Track.Source.Microphone ? microphoneTrack.track : undefined
  return { microphone, status, muted, on, track: published?.mediaStreamTrack }
}
