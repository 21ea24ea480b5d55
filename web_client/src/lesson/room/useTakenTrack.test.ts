import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useTakenTrack } from './useTakenTrack'

class Track extends EventTarget {
  muted = false
  become(muted: boolean) {
    this.muted = muted
    act(() => {
      this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'))
    })
  }
}

it('follows what the system does with the microphone', () => {
  const [first, second] = [new Track(), new Track()]
  const initialProps: { track: Track | undefined } = { track: first }
  const { result, rerender } = renderHook(({ track }) => useTakenTrack(track as never), { initialProps })
  expect(result.current).toBe(false)
  first.become(true)
  expect(result.current).toBe(true)
  first.become(false)
  expect(result.current).toBe(false)
  first.become(true)
  rerender({ track: second })
  expect(result.current).toBe(false)
  rerender({ track: undefined })
  expect(result.current).toBe(false)
})
