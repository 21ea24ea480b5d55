import { type Room, RoomEvent, type TextStreamReader } from 'livekit-client'
import { type Dispatch, useEffect } from 'react'
import type { LessonAction } from '../state/lessonState'

const CAPTIONS_TOPIC = 'lk.transcription'

/**
 * Captions into the reducer. The tutor's message is one stream that grows at the speed of its voice and is final when
 * it closes; the learner's words come as a new stream each time, with the whole text, and say themselves if they are
 * final. The sender of the learner's captions is the learner.
 */
export function useCaptions(room: Room, dispatch: Dispatch<LessonAction>): void {
  useEffect(() => {
    const onStream = async (reader: TextStreamReader, { identity }: { identity: string }) => {
      const role = identity === room.localParticipant.identity ? 'learner' : 'tutor'
      const { id, attributes } = reader.info
      const segmentId = attributes?.['lk.segment_id'] ?? id
      const closesFinal = role === 'tutor' || attributes?.['lk.transcription_final'] === 'true'
      let text = ''
      const show = (final: boolean) => {
        dispatch({ type: 'caption', caption: { segmentId, role, text, final } })
      }
      try {
        for await (const chunk of reader) {
          text += chunk
          show(false)
        }
      } catch {
        // The room was left, or the tutor died, in the middle of a line: what was shown is what there is.
        show(true)
        return
      }
      show(closesFinal)
    }

    // A reader that is open when the room is left never ends (livekit-client 2.22.0).
    const onDisconnected = () => {
      dispatch({ type: 'left' })
    }

    room.on(RoomEvent.Disconnected, onDisconnected)
    room.registerTextStreamHandler(CAPTIONS_TOPIC, (reader, sender) => void onStream(reader, sender))
    return () => {
      room.off(RoomEvent.Disconnected, onDisconnected)
      room.unregisterTextStreamHandler(CAPTIONS_TOPIC)
    }
  }, [room, dispatch])
}
