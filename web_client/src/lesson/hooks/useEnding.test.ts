import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TutorCalls } from '../room/tutorCalls'
import { useEnding } from './useEnding'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function ending(performRpc: () => Promise<string>, tutor: string | null = 'agent-1') {
  const leave = vi.fn()
  const room = { localParticipant: { performRpc: vi.fn(performRpc) } }
  const calls = tutor === null ? null : new TutorCalls(room as never, tutor)
  const { result } = renderHook(() => useEnding(calls, leave))
  act(() => {
    result.current.begin()
  })
  return { leave, room, result }
}

it('asks the tutor and waits for the lesson’s own end', async () => {
  const { leave, room, result } = ending(() => Promise.resolve('{}'))
  await vi.advanceTimersByTimeAsync(7000)
  expect(room.localParticipant.performRpc).toHaveBeenCalledWith(
    expect.objectContaining({ method: 'lesson.end', destinationIdentity: 'agent-1', payload: '{}' }),
  )
  expect(result.current.pending).toBe(true)
  expect(leave).not.toHaveBeenCalled()
})

it.each([
  ['nobody is there', () => Promise.resolve('{}'), null, 0],
  ['the tutor refuses', () => Promise.reject(new Error('1500')), 'agent-1', 0],
  ['the tutor does not answer', () => new Promise<string>(() => undefined), 'agent-1', 8000],
] as const)('leaves where %s', async (_, performRpc, tutor, milliseconds) => {
  const { leave } = ending(performRpc, tutor)
  await vi.advanceTimersByTimeAsync(milliseconds)
  expect(leave).toHaveBeenCalled()
})
