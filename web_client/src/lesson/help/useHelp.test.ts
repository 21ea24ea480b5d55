import { act, renderHook } from '@testing-library/react'
import { useReducer } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TutorCalls } from '../room/tutorCalls'
import { lessonReducer, NOTHING_KNOWN } from '../state/lessonState'
import type { Occupied } from './occupied'
import { useHelp } from './useHelp'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function help(
  performRpc: (wish: { method: string }) => Promise<string> = () => Promise.reject(new Error('1400')),
) {
  const performed = vi.fn(performRpc)
  const calls = new TutorCalls({ localParticipant: { performRpc: performed } } as never, 'agent-1')
  const { result, rerender } = renderHook(
    ({ who }: { who: Occupied }) => {
      const [{ help: state }, dispatch] = useReducer(lessonReducer, NOTHING_KNOWN)
      return { state, dispatch, help: useHelp(state, dispatch, calls, who) }
    },
    { initialProps: { who: 'nobody' } },
  )
  const pass = (milliseconds: number) => {
    act(() => {
      vi.advanceTimersByTime(milliseconds)
    })
    return result.current.state.offer
  }
  const tell = (type: 'offered' | 'go_on') => {
    act(() => {
      result.current.dispatch({ type: 'help', action: { type } })
    })
  }
  const become = (who: Occupied) => {
    rerender({ who })
    return result.current.state.offer
  }
  return { result, performed, pass, tell, become }
}

it('asks 5 s after an unused offer whether to go on, and begins again when told so', () => {
  const { pass, tell } = help()
  tell('offered')
  expect([pass(4999), pass(1), pass(600_000)]).toEqual(['hint', 'idle', 'idle'])
  tell('go_on')
  expect([pass(14_999), pass(1), pass(5000)]).toEqual(['resting', 'hint', 'idle'])
})

it.each(['talking', 'reading'] as const)(
  'takes an offer back from who is %s, also one that comes then',
  (who) => {
    const { pass, tell, become } = help()
    tell('offered')
    expect(become(who)).toBe('none')
    tell('offered')
    expect(pass(60_000)).toBe('none')
  },
)

it('leaves the count to the tutor after talk, and counts itself after reading', () => {
  const { pass, become } = help()
  become('talking')
  become('nobody')
  expect(pass(60_000)).toBe('none')
  become('reading')
  become('nobody')
  expect([pass(14_999), pass(1)]).toEqual(['resting', 'hint'])
})

it('brings what the tutor answers, and says so when it does not', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const answers = [
    () => Promise.resolve('{"hints":["Yes, please."],"meanings":["네."]}'),
    () => Promise.resolve('{"hints":"Yes"}'),
    () => Promise.reject(new Error('1502')),
  ]
  const { result, performed } = help(
    () => answers.shift()?.() ?? Promise.reject(new Error('asked too often')),
  )
  for (const expected of ['shown', 'empty', 'empty']) {
    act(() => {
      result.current.help.ask()
    })
    expect(result.current.state.card.status).toBe('loading')
    await act(() => vi.advanceTimersByTimeAsync(0))
    expect(result.current.state.card.status).toBe(expected)
  }
  expect(performed).toHaveBeenLastCalledWith(
    expect.objectContaining({
      method: 'lesson.hint',
      destinationIdentity: 'agent-1',
      responseTimeout: 15_000,
    }),
  )
})
