/** What is kept of the learner, and what this server says about itself. */
import { queryOptions } from '@tanstack/react-query'
import { call, callForNothing } from './http'

/** Where a browser downloads everything as one file. */
export const EXPORT = '/api/learner/export'

export function deleteLearner(): Promise<void> {
  return callForNothing('/api/learner', 'DELETE')
}

export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: ({ signal }) => call('/api/about', { answer: 'About', signal }),
  staleTime: Infinity,
})
