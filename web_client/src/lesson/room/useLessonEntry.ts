import { useQueryClient } from '@tanstack/react-query'
import type { Room } from 'livekit-client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { joinLesson } from '../../api/lessons'
import { takeTicket } from '../tickets'
import { LessonEntry, type Phase } from './entry'
import type { Microphone } from './microphone'

export interface Entry {
  phase: Phase
  again: () => void
  leave: () => Promise<void>
}

/** Enters the room while the page is open. Handlers of the room must be registered by effects that stand before. */
export function useLessonEntry(room: Room, lessonId: string, microphone: Microphone): Entry {
  const queryClient = useQueryClient()
  const [phase, setPhase] = useState<Phase>('entering')
  const entry = useRef<LessonEntry | null>(null)
  useEffect(() => {
    const current = new LessonEntry({
      room,
      join: () => {
        const ticket = takeTicket(queryClient, lessonId)
        return ticket ? Promise.resolve(ticket) : joinLesson(lessonId)
      },
      microphone,
      onPhase: setPhase,
    })
    entry.current = current
    current.start()
    return () => void current.stop()
  }, [room, lessonId, microphone, queryClient])
  const again = useCallback(() => {
    entry.current?.again()
  }, [])
  const leave = useCallback(async () => {
    await entry.current?.stop()
  }, [])
  return { phase, again, leave }
}
