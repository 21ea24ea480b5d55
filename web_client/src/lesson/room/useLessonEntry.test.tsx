import { QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { Room } from 'livekit-client'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { LESSON_ID, TICKET } from '../../test/lessons'
import { serve, testClient } from '../../test/page'
import { keepTicket } from '../tickets'
import type { Microphone } from './microphone'
import { useLessonEntry } from './useLessonEntry'

function enter({ ticketKept }: { ticketKept: boolean }) {
  const asked = serve({
    [`POST /api/lessons/${LESSON_ID}/join`]: [200, { ...TICKET, participant_token: 'fresh' }],
  })
  const room = {
    connect: vi.fn(() => Promise.resolve()),
    disconnect: vi.fn(() => Promise.resolve()),
    on: vi.fn(),
    off: vi.fn(),
  }
  const microphone = {
    ask: () => Promise.resolve(),
    publish: () => Promise.resolve(),
  } as unknown as Microphone
  const client = testClient()
  if (ticketKept) keepTicket(client, TICKET)
  const { result, unmount } = renderHook(
    () => useLessonEntry(room as unknown as Room, LESSON_ID, microphone),
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  )
  return { asked, room, result, unmount }
}

it('uses the ticket of the start page, and asks for one after a reload', async () => {
  const started = enter({ ticketKept: true })
  await waitFor(() => {
    expect(started.room.connect).toHaveBeenCalledWith(TICKET.server_url, 'token')
  })
  expect(started.asked).toEqual([])

  const reloaded = enter({ ticketKept: false })
  await waitFor(() => {
    expect(reloaded.room.connect).toHaveBeenCalledWith(TICKET.server_url, 'fresh')
  })
  await waitFor(() => {
    expect(reloaded.result.current.phase).toBe('in')
  })
})

it('leaves the room with the page', async () => {
  const { room, result, unmount } = enter({ ticketKept: true })
  await waitFor(() => {
    expect(result.current.phase).toBe('in')
  })
  unmount()
  expect(room.disconnect).toHaveBeenCalled()
})
