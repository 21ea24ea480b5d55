import { act, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { quietContext, wav } from '../../test/quietPlayer'
import { useHearAgain } from './useHearAgain'

function hearing() {
  vi.stubGlobal(
    'AudioContext',
    vi.fn(function () {
      return quietContext()
    }),
  )
  const told: unknown[] = []
  const microphone = { silence: (...wish: unknown[]) => Promise.resolve(told.push(wish)) }
  const room = { remoteParticipants: new Map([['agent-1', { setVolume: (to: number) => told.push(to) }]]) }
  const { result, unmount } = renderHook(() => useHearAgain(room as never, microphone as never))
  const hear = async () => {
    void result.current.player.play('line', wav)
    await vi.waitFor(() => {
      expect(result.current.sounding).toBe(true)
    })
  }
  return { result, told, hear, unmount }
}

it('keeps the microphone and the tutor out of it until the sound is over', async () => {
  const { result, told, hear } = hearing()
  await hear()
  expect(told).toEqual([['replay', true], 0.1])
  act(() => {
    result.current.player.stop()
  })
  expect(told).toEqual([['replay', true], 0.1, 1, ['replay', false]])
  expect(result.current.busy).toBe(false)
})

it('gives both back when the lesson is left in the middle', async () => {
  const { told, hear, unmount } = hearing()
  await hear()
  unmount()
  expect(told.slice(2)).toEqual([1, ['replay', false]])
})

it('leaves both alone while the sound is still on its way', () => {
  const { result, told } = hearing()
  act(() => {
    void result.current.player.play('line', () => new Promise(() => undefined))
  })
  expect([result.current.busy, result.current.sounding, told]).toEqual([true, false, []])
})
