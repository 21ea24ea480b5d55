import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useReturned } from './useReturned'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function connection() {
  const { result, rerender } = renderHook(({ away, well, speaking }) => useReturned(away, well, speaking), {
    initialProps: { away: false, well: false, speaking: false },
  })
  const become = (away: boolean, well: boolean, speaking = false) => {
    rerender({ away, well, speaking })
    return result.current
  }
  const pass = (milliseconds: number) => {
    act(() => {
      vi.advanceTimersByTime(milliseconds)
    })
    return result.current.back
  }
  return { become, pass }
}

const NOT = { back: false, missedWords: false }

it('says "back" only after having been away, for a while', () => {
  const { become, pass } = connection()
  expect(become(false, true)).toEqual(NOT)
  expect(become(true, false)).toEqual(NOT)
  expect(become(false, true)).toEqual({ back: true, missedWords: false })
  expect([pass(5999), pass(1)]).toEqual([true, false])
})

it('knows that words were lost, longer, and forgets them with the next time', () => {
  const { become, pass } = connection()
  become(true, false)
  become(true, false, true)
  expect(become(false, true)).toEqual({ back: true, missedWords: true })
  expect([pass(11_999), pass(1)]).toEqual([true, false])
  become(true, false)
  expect(become(false, true)).toEqual({ back: true, missedWords: false })
})
