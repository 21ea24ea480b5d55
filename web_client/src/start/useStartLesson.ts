import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { CallError } from '../api/http'
import { startLesson } from '../api/lessons'
import type { JoinResponse, StartLessonRequest } from '../contract'
import { keepTicket } from '../lesson/tickets'
import { useSettings } from '../settings/useSettings'
import { useWords } from '../words/useWords'

/** What is chosen at the moment of starting; the rest comes from the settings. */
export type Wish = Pick<StartLessonRequest, 'mode' | 'scenario' | 'scenario_id' | 'continue_lesson_id'>

export interface Starting {
  start: (wish: Wish) => void
  pending: boolean
  error: CallError | null
}

/** Makes the lesson and goes into it. The microphone is asked for there: after the learner has pressed start. */
export function useStartLesson(): Starting {
  const [{ level, voice, patience, pace }] = useSettings()
  const { language } = useWords()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { mutate, isPending, error } = useMutation<JoinResponse, CallError, Wish>({
    mutationFn: (wish) => startLesson({ ...wish, level, voice, patience, pace, locale: language }),
    onSuccess: async (ticket) => {
      keepTicket(queryClient, ticket)
      await navigate(`/lessons/${ticket.lesson_id}`)
    },
  })
  return { start: mutate, pending: isPending, error }
}
