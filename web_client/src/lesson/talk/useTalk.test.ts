import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TutorCalls } from '../room/tutorCalls'
import { useTalk } from './useTalk'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

afterEach(() => {
  vi.useRealTimers()
})

interface Wish {
  on: boolean
  calls: TutorCalls | null
}

function talking(answer: () => Promise<string> = () => Promise.resolve('{}')) {
  const told: string[] = []
  const performRpc = ({ payload }: { payload: string }) => {
    told.push((JSON.parse(payload) as { action: string }).action)
    return answer()
  }
  const calls = new TutorCalls({ localParticipant: { performRpc } } as never, 'agent-1')
  const silences: boolean[] = []
  const microphone = { silence: (_: string, holds: boolean) => Promise.resolve(silences.push(holds)) }
  const onOutcome = vi.fn()
  const initialProps: Wish = { on: true, calls }
  const { result, rerender } = renderHook(
    (parts: Wish) => useTalk({ ...parts, microphone: microphone as never, onOutcome }),
    { initialProps },
  )
  const { presses } = result.current
  const doing = (what: () => void) => {
    act(what)
    return result.current.phase
  }
  const pass = async (milliseconds: number) => {
    await act(() => vi.advanceTimersByTimeAsync(milliseconds))
  }
  return { result, presses, told, silences, onOutcome, rerender, doing, pass, calls }
}

it('opens the microphone for the press and a moment longer', async () => {
  const { presses, told, silences, onOutcome, doing, pass } = talking()
  expect(silences).toEqual([true])
  expect(doing(presses.press)).toBe('held')
  await pass(1000)
  expect(doing(presses.release)).toBe('idle')
  expect(silences).toEqual([true, false])
  await pass(300)
  expect([told, silences]).toEqual([
    ['start', 'stop'],
    [true, false, true],
  ])
  expect(onOutcome.mock.calls).toEqual([['sent']])
})

it('closes it at once where the press is cancelled', async () => {
  const { presses, told, silences, onOutcome, doing, pass } = talking()
  doing(presses.press)
  await pass(1000)
  expect(
    doing(() => {
      presses.slide(true)
    }),
  ).toBe('leaving')
  doing(presses.release)
  await pass(0)
  expect([told, silences.at(-1)]).toEqual([['start', 'cancel'], true])
  expect(onOutcome).toHaveBeenCalledWith('canceled')
})

it('does not let the end of one press close the next', async () => {
  const { presses, silences, doing, pass } = talking()
  doing(presses.press)
  await pass(1000)
  doing(presses.release)
  await pass(100)
  doing(presses.press)
  await pass(1000)
  expect(silences.at(-1)).toBe(false)
})

it.each([
  ['the window loses the focus', () => window.dispatchEvent(new Event('blur'))],
  [
    'the page is hidden',
    () => {
      vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
      document.dispatchEvent(new Event('visibilitychange'))
    },
  ],
])('stops cleanly when %s', async (_, happen) => {
  const { presses, told, silences, doing, pass } = talking()
  doing(presses.press)
  await pass(1000)
  expect(doing(happen)).toBe('idle')
  await pass(300)
  expect([told, silences.at(-1)]).toEqual([['start', 'stop'], true])
})

it('tells a tutor that was out of reach of the end when it is back, and no other', async () => {
  const { result, presses, told, rerender, calls, doing, pass } = talking()
  doing(presses.press)
  await pass(1000)
  rerender({ on: true, calls: null })
  expect(result.current.phase).toBe('idle')
  expect(told).toEqual(['start'])
  rerender({ on: true, calls: new TutorCalls({ localParticipant: {} } as never, 'agent-2') })
  expect(told).toEqual(['start'])
  rerender({ on: true, calls })
  expect(told).toEqual(['start', 'stop'])
})

it('says when the tutor did not hear of the press, and lets go', async () => {
  const { result, presses, onOutcome, silences, doing, pass } = talking(() =>
    Promise.reject(new Error('1501')),
  )
  doing(presses.press)
  await pass(400)
  expect(result.current.phase).toBe('idle')
  expect(onOutcome).toHaveBeenCalledWith('failed')
  expect(silences.at(-1)).toBe(true)
})

it('gives the microphone back when the mode is left, and to nobody who is not there', async () => {
  const { presses, told, silences, rerender, calls, doing, pass } = talking()
  rerender({ on: true, calls: null })
  expect(doing(presses.press)).toBe('idle')
  rerender({ on: true, calls })
  doing(presses.press)
  await pass(1000)
  rerender({ on: false, calls })
  await pass(1000)
  expect(told).toEqual(['start', 'stop'])
  expect(silences.at(-1)).toBe(false)
})
