import { act, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useHearAgain } from './useHearAgain'

/** Web Audio whose sounds end when the test says so. */
class Sounds {
  static last: { onended: () => void; stop: () => void } | null = null
  destination = {}
  resume = () => Promise.resolve()
  close = () => Promise.resolve()
  decodeAudioData = () => Promise.resolve({})
  createBufferSource = () => {
    const source = {
      connect: () => undefined,
      start: () => undefined,
      onended: () => undefined,
      stop: () => {
        source.onended()
      },
    }
    Sounds.last = source
    return source
  }
}

function hearing() {
  vi.stubGlobal('AudioContext', Sounds)
  const told: unknown[] = []
  const microphone = { silence: (...wish: unknown[]) => Promise.resolve(told.push(wish)) }
  const room = { remoteParticipants: new Map([['agent-1', { setVolume: (to: number) => told.push(to) }]]) }
  const onFailed = vi.fn()
  const { result, unmount } = renderHook(() => useHearAgain(room as never, microphone as never, onFailed))
  const hear = (load: () => Promise<ArrayBuffer>) =>
    act(async () => {
      result.current.hear('line', load)
      await Promise.resolve()
    })
  return { result, told, onFailed, hear, unmount }
}

it('keeps the microphone and the tutor out of it until the sound is over', async () => {
  const { result, told, hear } = hearing()
  await hear(() => Promise.resolve(new ArrayBuffer(8)))
  await vi.waitFor(() => {
    expect(told).toEqual([['replay', true], 0.1])
  })
  await act(async () => {
    Sounds.last?.onended()
    await Promise.resolve()
  })
  await vi.waitFor(() => {
    expect(told).toEqual([['replay', true], 0.1, 1, ['replay', false]])
  })
  expect(result.current.playing).toBeNull()
})

it('gives both back when the lesson is left in the middle', async () => {
  const { told, hear, unmount } = hearing()
  await hear(() => Promise.resolve(new ArrayBuffer(8)))
  await vi.waitFor(() => {
    expect(told).toHaveLength(2)
  })
  unmount()
  expect(told.slice(2)).toEqual([1, ['replay', false]])
})

it('says what failed, and leaves the microphone alone', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const { told, onFailed, hear } = hearing()
  await hear(() => Promise.reject(new Error('503')))
  await vi.waitFor(() => {
    expect(onFailed).toHaveBeenCalledOnce()
  })
  expect(told).toEqual([])
})
