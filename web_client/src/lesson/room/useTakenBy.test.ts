import { act, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useTakenBy } from './useTakenBy'

class Track extends EventTarget {
  muted = false
  become(muted: boolean) {
    this.muted = muted
    act(() => {
      this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'))
    })
  }
}

it.each([
  [true, 'call'],
  [false, 'device'],
])('follows what the system does with the microphone, on a phone (%s) and at a desk', (matches, who) => {
  vi.stubGlobal('matchMedia', () => ({ matches }))
  const [first, second] = [new Track(), new Track()]
  const initialProps: { track: Track | undefined } = { track: first }
  const { result, rerender } = renderHook(({ track }) => useTakenBy(track as never), { initialProps })
  expect(result.current).toBeNull()
  first.become(true)
  expect(result.current).toBe(who)
  first.become(false)
  expect(result.current).toBeNull()
  first.become(true)
  rerender({ track: second })
  expect(result.current).toBeNull()
  rerender({ track: undefined })
  expect(result.current).toBeNull()
})
