/**
 * The way from "start" into the room: the answer of POST /api/lessons waits here for the lesson's page, so that only
 * the lesson's id stands in the address. Used once; a reload asks for a fresh one.
 */
import type { QueryClient } from '@tanstack/react-query'
import type { JoinResponse } from '../contract'

const keyOf = (lessonId: string) => ['ticket', lessonId] as const

export function keepTicket(queryClient: QueryClient, ticket: JoinResponse): void {
  queryClient.setQueryData(keyOf(ticket.lesson_id), ticket)
}

export function takeTicket(queryClient: QueryClient, lessonId: string): JoinResponse | undefined {
  const ticket = queryClient.getQueryData<JoinResponse>(keyOf(lessonId))
  queryClient.removeQueries({ queryKey: keyOf(lessonId), exact: true })
  return ticket
}
