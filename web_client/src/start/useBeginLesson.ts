import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { CallError } from '../api/http'
import { startLesson } from '../api/lessons'
import type { JoinResponse } from '../contract'
import { keepTicket } from '../lesson/tickets'
import { typedState } from '../lesson/typed'
import { useSettings } from '../settings/useSettings'
import { useWords } from '../words/useWords'
import type { Wish } from './wish'

interface Beginning {
  wish: Wish
  /** The learner would rather write: the lesson is not to ask for the microphone. */
  typed: boolean
}

export interface Begun {
  begin: (beginning: Beginning) => void
  pending: boolean
  error: CallError | null
}

/** Makes the lesson with the settings of this browser, and goes into it. */
export function useBeginLesson(): Begun {
  const [{ level, voice, patience, pace }] = useSettings()
  const { language } = useWords()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { mutate, isPending, error } = useMutation<JoinResponse, CallError, Beginning>({
    mutationFn: ({ wish }) => startLesson({ ...wish, level, voice, patience, pace, locale: language }),
    onSuccess: async (ticket, { typed }) => {
      keepTicket(queryClient, ticket)
      await navigate(`/lessons/${ticket.lesson_id}`, { state: typedState(typed) })
    },
  })
  return { begin: mutate, pending: isPending, error }
}
