import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { lesson, LESSON_ID, turn } from '../../test/lessons'
import { serve, testClient } from '../../test/page'
import { useLesson } from './useLesson'

it('begins with the record and reads it again when an event was missed', async () => {
  const row = lesson([turn(1, 'tutor', 'Hello.')], { status: 'running', stage: 'roleplay' })
  const asked = serve({ [`GET /api/lessons/${LESSON_ID}`]: [200, row] })
  const client = testClient()
  const { result } = renderHook(() => useLesson(LESSON_ID), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  })
  await waitFor(() => {
    expect(result.current[0].lines).toHaveLength(1)
  })
  serve({
    [`GET /api/lessons/${LESSON_ID}`]: [
      200,
      {
        ...row,
        turns: [...row.turns, turn(2, 'learner', 'Good morning.'), turn(3, 'tutor', 'How are you?')],
      },
    ],
  })
  act(() => {
    result.current[1]({
      type: 'event',
      event: { type: 'turn.added', at: '2026-11-20T12:00:00Z', n: 4, turn: turn(3, 'tutor', 'How are you?') },
      from: 'agent-1',
      now: 0,
    })
  })
  await waitFor(() => {
    expect(result.current[0].lines.map(({ text }) => text)).toEqual([
      'Hello.',
      'Good morning.',
      'How are you?',
    ])
  })
  expect(asked).toHaveLength(1)
})
