import { renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { Frame } from '../../microphone/judging'
import { useMutedTalking } from './useMutedTalking'

function muted() {
  let hear: (frame: Frame) => void = () => undefined
  const leave = vi.fn()
  const ear = (_: MediaStreamTrack, onFrame: typeof hear) => {
    hear = onFrame
    return leave
  }
  const copy = { enabled: false, stop: vi.fn() }
  const track = { clone: () => copy } as unknown as MediaStreamTrack
  const onTalking = vi.fn()
  const { rerender } = renderHook(
    ({ watching }) => {
      useMutedTalking(track, watching, onTalking, ear)
    },
    { initialProps: { watching: true } },
  )
  const frames = (rms: number, count: number) => {
    for (let index = 0; index < count; index += 1) hear({ rms, peak: rms })
    return onTalking.mock.calls.length
  }
  return { frames, rerender, leave, copy }
}

it('hears speech of half a second, not a cough nor the room, and says so once', () => {
  const { frames, copy } = muted()
  expect(copy.enabled).toBe(true)
  expect([frames(0.001, 100), frames(0.1, 7), frames(0.001, 20)]).toEqual([0, 0, 0])
  expect([frames(0.1, 8), frames(0.1, 100)]).toEqual([1, 1])
})

it('listens only while it is to watch, and begins anew', () => {
  const { frames, rerender, leave, copy } = muted()
  frames(0.1, 20)
  rerender({ watching: false })
  expect(leave).toHaveBeenCalled()
  expect(copy.stop).toHaveBeenCalled()
  rerender({ watching: true })
  expect(frames(0.1, 20)).toBe(2)
})
