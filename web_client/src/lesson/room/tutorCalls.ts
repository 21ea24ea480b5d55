/** The tutor's RPC methods. Livekit gives the handler 7 s less than the caller waits, so callers wait at least 15 s. */
import type { Room } from 'livekit-client'

const ANSWER_MILLISECONDS = 15_000

export function interruptTutor(room: Room, tutor: string): Promise<string> {
  return perform(room, tutor, 'lesson.interrupt')
}

export function endLesson(room: Room, tutor: string): Promise<string> {
  return perform(room, tutor, 'lesson.end')
}

function perform(room: Room, tutor: string, method: string): Promise<string> {
  return room.localParticipant.performRpc({
    destinationIdentity: tutor,
    method,
    payload: '{}',
    responseTimeout: ANSWER_MILLISECONDS,
  })
}
