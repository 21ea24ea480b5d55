import { renderHook } from '@testing-library/react'
import type { Room } from 'livekit-client'
import { expect, it, vi } from 'vitest'
import { type Line, withTyped } from '../state/lines'
import { useOutbox } from './useOutbox'

function outbox(sendText: () => Promise<unknown> = () => Promise.resolve()) {
  const sent = vi.fn(sendText)
  const room = { localParticipant: { sendText: sent } } as unknown as Room
  const onWaiting = vi.fn<(texts: readonly string[]) => void>()
  const { rerender } = renderHook(
    ({ lines, hearing }) => {
      useOutbox(room, lines, hearing, onWaiting)
    },
    { initialProps: { lines: [] as readonly Line[], hearing: null as string | null } },
  )
  const said = () => sent.mock.calls.map((call) => (call as unknown[])[0])
  return { rerender, said, waiting: () => onWaiting.mock.lastCall?.[0] }
}

const two = withTyped([], 'typed-0', 'two nights')

it('keeps a line until somebody hears it, and sends it once', () => {
  const { rerender, said } = outbox()
  rerender({ lines: two, hearing: null })
  expect(said()).toEqual([])
  rerender({ lines: two, hearing: 'agent-1' })
  rerender({ lines: withTyped(two, 'typed-1', 'please'), hearing: 'agent-1' })
  expect(said()).toEqual(['two nights', 'please'])
})

it('sends again what the last tutor did not confirm, and not what it did', () => {
  const { rerender, said } = outbox()
  rerender({ lines: two, hearing: 'agent-1' })
  rerender({ lines: two, hearing: 'agent-2' })
  expect(said()).toEqual(['two nights', 'two nights'])
  rerender({ lines: two.map((line) => ({ ...line, unconfirmed: false })), hearing: 'agent-3' })
  expect(said()).toHaveLength(2)
})

it('tries again after the connection came back', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  let works = false
  const { rerender, said } = outbox(() => (works ? Promise.resolve() : Promise.reject(new Error('closed'))))
  rerender({ lines: two, hearing: 'agent-1' })
  await vi.waitFor(() => {
    expect(warned).toHaveBeenCalled()
  })
  works = true
  rerender({ lines: two, hearing: null })
  rerender({ lines: two, hearing: 'agent-1' })
  expect(said()).toEqual(['two nights', 'two nights'])
})

it('tells which lines nobody was sent yet', () => {
  const { rerender, waiting } = outbox()
  rerender({ lines: two, hearing: null })
  expect(waiting()).toEqual(['two nights'])
  rerender({ lines: two, hearing: 'agent-1' })
  expect(waiting()).toEqual([])
  rerender({ lines: withTyped(two, 'typed-1', 'please'), hearing: null })
  expect(waiting()).toEqual(['please'])
})
