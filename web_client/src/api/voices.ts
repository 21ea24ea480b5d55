/** The voices a tutor can have. */
import { queryOptions } from '@tanstack/react-query'
import { call } from './http'

export const voicesQuery = queryOptions({
  queryKey: ['voices'],
  queryFn: ({ signal }) => call('/api/voices', { answer: 'VoiceList', signal }),
  staleTime: Infinity,
})
