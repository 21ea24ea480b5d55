import { useRemoteParticipants } from '@livekit/components-react'
import { RemoteAudioTrack, type RemoteParticipant, type Room, RoomEvent, Track } from 'livekit-client'

/** `coming`: there is one, but it does not hear yet. */
export type TutorState = 'coming' | 'listening' | 'thinking' | 'speaking'

export interface Tutor {
  identity: string
  state: TutorState
  track: MediaStreamTrack | undefined
}

const UPDATES = [
  RoomEvent.ParticipantAttributesChanged,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
]

/** The tutor in the room. After a crash the dead one may stay for a while beside the new: the last to come counts. */
export function useTutor(room: Room): Tutor | null {
  const participants = useRemoteParticipants({ room, updateOnlyOn: UPDATES })
  const tutor = newest(participants.filter((participant) => participant.isAgent))
  if (!tutor) return null
  const track = tutor.getTrackPublication(Track.Source.Microphone)?.track
  return {
    identity: tutor.identity,
    state: stateOf(tutor.attributes['lk.agent.state']),
    track: track instanceof RemoteAudioTrack ? track.mediaStreamTrack : undefined,
  }
}

function newest(tutors: RemoteParticipant[]): RemoteParticipant | undefined {
  return tutors.reduce<RemoteParticipant | undefined>(
    (last, tutor) => ((tutor.joinedAt?.getTime() ?? 0) >= (last?.joinedAt?.getTime() ?? 0) ? tutor : last),
    undefined,
  )
}

export function stateOf(attribute: string | undefined): TutorState {
  switch (attribute) {
    case 'listening':
    case 'thinking':
    case 'speaking':
      return attribute
    case 'idle':
      return 'listening'
    case undefined:
    default:
      return 'coming'
  }
}
