import { useInfiniteQuery } from '@tanstack/react-query'
import { historyQuery } from '../api/lessons'

/** The server knows this learner: there was a lesson. */
export function useKnown(): boolean {
  const { data } = useInfiniteQuery(historyQuery())
  return (data?.pages[0]?.totals.lessons ?? 0) > 0
}
