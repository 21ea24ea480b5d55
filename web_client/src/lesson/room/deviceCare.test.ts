import { type LocalAudioTrack, TrackEvent } from 'livekit-client'
import { expect, it, vi } from 'vitest'
import { careForDevice } from './deviceCare'

function cared({ isMuted = false } = {}) {
  const listeners = new Map<string, () => void>()
  const track = {
    isMuted,
    mediaStreamTrack: { label: 'AirPods', readyState: 'live' },
    setDeviceId: vi.fn(() => Promise.resolve(true)),
    on: (event: string, listener: () => void) => listeners.set(event, listener),
  }
  let passes: () => void = () => undefined
  const told: unknown[] = []
  careForDevice(track as unknown as LocalAudioTrack, {
    onReplaced: (replaced) => told.push(replaced),
    onLost: () => told.push('lost'),
    wait: () =>
      new Promise((resolve) => {
        passes = resolve
      }),
  })
  return {
    track,
    told,
    end: () => {
      track.mediaStreamTrack.readyState = 'ended'
      listeners.get(TrackEvent.Ended)?.()
    },
    restart: (label: string) => {
      track.mediaStreamTrack = { label, readyState: 'live' }
      listeners.get(TrackEvent.Restarted)?.()
    },
    pass: async () => {
      passes()
      await Promise.resolve()
    },
  }
}

it('tells what is used instead of a device that went away', async () => {
  const { told, end, restart, pass } = cared()
  end()
  restart('Built-in')
  await pass()
  expect(told).toEqual([{ from: 'AirPods', to: 'Built-in' }])
})

it('tells that there is none', async () => {
  const { told, end, pass } = cared()
  end()
  await pass()
  expect(told).toEqual(['lost'])
})

it('takes the system’s own when a silent one is to be heard again', async () => {
  const { told, track, end, restart, pass } = cared({ isMuted: true })
  end()
  await pass()
  expect(track.setDeviceId).toHaveBeenCalledWith('default')
  expect(told).toEqual([])
  restart('Built-in')
  expect(told).toEqual([{ from: 'AirPods', to: 'Built-in' }])
})

it('says nothing of a change that was wished', () => {
  const { told, restart } = cared()
  restart('Built-in')
  expect(told).toEqual([])
})
