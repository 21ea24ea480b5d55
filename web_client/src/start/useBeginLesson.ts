import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { CallError } from '../api/http'
import { startLesson } from '../api/lessons'
import { voicesQuery } from '../api/voices'
import type { JoinResponse } from '../contract'
import { forgetKeptLesson } from '../lesson/kept'
import { keepTicket } from '../lesson/tickets'
import { typedState } from '../lesson/typed'
import type { Voice } from '../settings/settings'
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
    mutationFn: async ({ wish }) =>
      startLesson({
        ...wish,
        level,
        voice: await offeredVoice(queryClient, voice),
        patience,
        pace,
        locale: language,
      }),
    onSuccess: async (ticket, { typed }) => {
      forgetKeptLesson() // a lesson that is continued has the same id
      keepTicket(queryClient, ticket)
      await navigate(`/lessons/${ticket.lesson_id}`, { state: typedState(typed) })
    },
  })
  return { begin: mutate, pending: isPending, error }
}

/** A voice chosen while the server had another engine is not asked for: the lesson would be refused for it. */
async function offeredVoice(queryClient: QueryClient, voice: Voice | null): Promise<Voice | null> {
  if (voice === null) return null
  const list = await queryClient.query({ ...voicesQuery, staleTime: 'static' }).catch(() => null)
  return list === null || list.voices.includes(voice) ? voice : null
}
