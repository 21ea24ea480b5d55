import { act, renderHook } from '@testing-library/react'
import { Room } from 'livekit-client'
import { beforeEach, expect, it } from 'vitest'
import { KeptLesson } from '../kept'
import { useMicrophone } from './useMicrophone'

beforeEach(() => {
  sessionStorage.clear()
})

/** The page of a lesson, loaded. */
function load() {
  const [room, kept] = [new Room(), new KeptLesson('a')]
  return renderHook(() => useMicrophone(room, false, kept))
}

it('is off after a reload, where the learner had switched it off', async () => {
  const before = load()
  expect(before.result.current.muted).toBe(false)
  await act(() => before.result.current.microphone.silence('muted', true))
  before.unmount()
  expect(load().result.current.muted).toBe(true)
})
