import { act, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { type Frame, JUDGED_FRAMES } from './judging'
import { useVerdict } from './useVerdict'

it('keeps what it heard while the learner pauses, and starts anew with another microphone', () => {
  let hear: (frame: Frame) => void = () => undefined
  const leave = vi.fn()
  const ear = (_: MediaStreamTrack, onFrame: typeof hear) => {
    hear = onFrame
    return leave
  }
  const frames = (rms: number, count: number) => {
    act(() => {
      for (let index = 0; index < count; index += 1) hear({ rms, peak: rms })
    })
  }
  const [first, second] = [{}, {}] as MediaStreamTrack[]
  const { result, rerender } = renderHook(({ track }) => useVerdict(track, ear), {
    initialProps: { track: first },
  })
  frames(0.0005, 20)
  expect(result.current).toEqual({ steps: 0, verdict: null })
  frames(0.1, 20)
  expect(result.current).toEqual({ steps: 8, verdict: 'good' })
  frames(0.0005, JUDGED_FRAMES)
  expect(result.current).toEqual({ steps: 0, verdict: 'good' })
  rerender({ track: second })
  expect(leave).toHaveBeenCalled()
  expect(result.current.verdict).toBeNull()
})
