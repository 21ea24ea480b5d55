import { type RemoteParticipant, type Room, RoomEvent, type TextStreamReader } from 'livekit-client'
import { type Dispatch, useEffect } from 'react'
import { receiveEvent } from '../../api/check'
import type { LessonAction } from '../state/lessonState'

export const EVENTS_TOPIC = 'lesson.events'

/**
 * Room events into the reducer. The tutor's come as text streams, whose readers finish in any order: they are read one
 * after another. The token server's come as data packets. Both carry the same JSON.
 */
export function useLessonEvents(room: Room, dispatch: Dispatch<LessonAction>): void {
  useEffect(() => {
    const take = (text: string, from: string) => {
      try {
        const event = receiveEvent(text)
        if (event) dispatch({ type: 'event', event, from, now: performance.now() })
      } catch (error) {
        console.error('a room event was not understood:', error)
      }
    }

    let queue = Promise.resolve()
    const onStream = (reader: TextStreamReader, { identity }: { identity: string }) => {
      queue = queue
        .then(() => reader.readAll())
        .then(
          (text) => {
            take(text, identity)
          },
          // Its sender left in the middle; the count shows the gap and the record is read again.
          () => undefined,
        )
    }

    const onData = (
      payload: Uint8Array,
      participant: RemoteParticipant | undefined,
      _kind: unknown,
      topic: string | undefined,
    ) => {
      if (topic === EVENTS_TOPIC) take(new TextDecoder().decode(payload), participant?.identity ?? '')
    }

    // A reader that is open when the room is left never ends (livekit-client 2.22.0): nobody may wait behind it.
    const onDisconnected = () => {
      queue = Promise.resolve()
    }

    room.registerTextStreamHandler(EVENTS_TOPIC, onStream)
    room.on(RoomEvent.DataReceived, onData)
    room.on(RoomEvent.Disconnected, onDisconnected)
    return () => {
      room.unregisterTextStreamHandler(EVENTS_TOPIC)
      room.off(RoomEvent.DataReceived, onData)
      room.off(RoomEvent.Disconnected, onDisconnected)
    }
  }, [room, dispatch])
}
