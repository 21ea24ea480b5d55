import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LESSON_ID } from '../../test/lessons'
import { serve } from '../../test/page'
import { TutorCalls } from '../room/tutorCalls'
import { useEnding } from './useEnding'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ENDS: Parameters<typeof serve>[0] = { [`POST /api/lessons/${LESSON_ID}/end`]: [204, undefined] }

function ending(performRpc: () => Promise<string>, tutor: string | null = 'agent-1', displaced = false) {
  const leave = vi.fn()
  const room = { localParticipant: { performRpc: vi.fn(performRpc) } }
  const calls = tutor === null ? null : new TutorCalls(room as never, tutor)
  const { result, unmount } = renderHook(() => useEnding(LESSON_ID, calls, leave, displaced))
  act(() => {
    result.current.begin()
  })
  return { leave, room, result, unmount }
}

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

it('asks the tutor and waits for the lesson’s own end', async () => {
  const asked = serve(ENDS)
  const { leave, room, result } = ending(() => Promise.resolve('{}'))
  await pass(7000)
  expect(room.localParticipant.performRpc).toHaveBeenCalledWith(
    expect.objectContaining({ method: 'lesson.end', destinationIdentity: 'agent-1', payload: '{}' }),
  )
  expect(result.current.pending).toBe(true)
  expect(leave).not.toHaveBeenCalled()
  expect(asked).toEqual([])
})

it.each([
  ['nobody is there', () => Promise.resolve('{}'), null, 0],
  ['the tutor refuses', () => Promise.reject(new Error('1500')), 'agent-1', 0],
  ['the tutor does not answer', () => new Promise<string>(() => undefined), 'agent-1', 8000],
  ['the tutor answers and does not end it', () => Promise.resolve('{}'), 'agent-1', 8000],
] as const)('has the server close the lesson and leaves where %s', async (_, performRpc, tutor, wait) => {
  const asked = serve(ENDS)
  const { leave } = ending(performRpc, tutor)
  await pass(wait)
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(Object.keys(ENDS))
  expect(leave).toHaveBeenCalledOnce()
})

it('leaves where the server says no', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  serve({})
  const { leave } = ending(() => Promise.resolve('{}'), null)
  await pass(0)
  expect(leave).toHaveBeenCalledOnce()
})

it('leaves once where the server is late, and not where the page was left meanwhile', async () => {
  const answers: ((response: Response) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => answers.push(resolve)))
  const late = ending(() => Promise.resolve('{}'), null)
  const left = ending(() => Promise.resolve('{}'), null)
  left.unmount()
  await pass(5000)
  expect(late.leave).toHaveBeenCalledOnce()
  for (const answer of answers) answer(new Response(null, { status: 204 }))
  await pass(0)
  expect(late.leave).toHaveBeenCalledOnce()
  expect(left.leave).not.toHaveBeenCalled()
})

it('only leaves where the lesson goes on in another tab', async () => {
  const asked = serve(ENDS)
  const { leave } = ending(() => Promise.resolve('{}'), null, true)
  await pass(0)
  expect(leave).toHaveBeenCalledOnce()
  expect(asked).toEqual([])
})

it('is begun once, however often the learner asks', async () => {
  const asked: unknown[] = []
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    return new Promise(() => undefined)
  })
  const { room, result, leave } = ending(() => Promise.resolve('{}'))
  await pass(8000)
  act(() => {
    result.current.begin()
  })
  await pass(5000)
  expect(room.localParticipant.performRpc).toHaveBeenCalledOnce()
  expect(asked).toHaveLength(1)
  expect(leave).toHaveBeenCalledOnce()
})
