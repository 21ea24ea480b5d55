import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { NOTHING_KNOWN } from '../state/lessonState'
import type { LessonRoom } from './useLessonRoom'
import { useShownNotice } from './useShownNotice'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

interface Facts {
  phase: LessonRoom['entry']['phase']
  status: LessonRoom['microphone']['status']
  taken?: LessonRoom['microphone']['taken']
  tutor: LessonRoom['tutor']
}

const alone: Facts = { phase: 'in', status: 'open', tutor: null }

function shown(first: Facts) {
  const { result, rerender } = renderHook(
    ({ phase, status, taken = null, tutor }: Facts) =>
      useShownNotice(
        {
          lesson: NOTHING_KNOWN,
          dispatch: () => undefined,
          entry: { phase },
          microphone: { status, taken },
          tutor,
          connected: phase === 'in',
          reconnecting: false,
        } as unknown as LessonRoom,
        false,
      )?.code ?? null,
    { initialProps: first },
  )
  const after = (milliseconds: number) => {
    act(() => {
      vi.advanceTimersByTime(milliseconds)
    })
    return result.current
  }
  return { after, rerender }
}

it('is patient with a tutor for 4 s, hopeful for 30, then honest', () => {
  const { after, rerender } = shown(alone)
  expect([after(3999), after(1), after(25_999), after(1)]).toEqual([
    null,
    'coming_slow',
    'coming_slow',
    'tutor_none',
  ])
  rerender({ ...alone, tutor: { identity: 'agent-1', state: 'listening', track: undefined } })
  expect(after(0)).toBeNull()
})

it('does not blame the tutor while the learner has to answer the browser', () => {
  const { after } = shown({ ...alone, phase: 'entering', status: 'asking' })
  expect([after(1499), after(1), after(60_000)]).toEqual([null, 'microphone_asking', 'microphone_asking'])
})

it('says "back" after a return', () => {
  const { after, rerender } = shown({ ...alone, phase: 'returning' })
  expect([after(599), after(1)]).toEqual([null, 'network'])
  rerender({ ...alone, tutor: { identity: 'agent-1', state: 'listening', track: undefined } })
  expect([after(0), after(6000)]).toEqual(['back', null])
})

it.each([
  ['call', 'phone_call'],
  ['device', 'microphone_taken'],
] as const)('says who has the microphone after a second: %s', (taken, code) => {
  const tutor = { identity: 'agent-1', state: 'listening', track: undefined } as const
  const { after, rerender } = shown({ ...alone, tutor, taken })
  expect([after(999), after(1)]).toEqual([null, code])
  rerender({ ...alone, tutor })
  expect(after(0)).toBeNull()
})
