import type { LocalAudioTrack, Room } from 'livekit-client'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Microphone, problemOf } from './microphone'

const track = {
  mediaStreamTrack: { readyState: 'live' },
  stop: () => undefined,
} as unknown as LocalAudioTrack

function named(name: string): Error {
  return Object.assign(new Error(name), { name })
}

function roomWhose(publishTrack: () => Promise<unknown>) {
  const localParticipant = {
    publishTrack: vi.fn(publishTrack),
    setMicrophoneEnabled: vi.fn(() => Promise.resolve()),
    isMicrophoneEnabled: true,
  }
  return { localParticipant, room: { localParticipant } as unknown as Pick<Room, 'localParticipant'> }
}

const atOnce = { capture: () => Promise.resolve(track), wait: () => Promise.resolve() }

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

describe('a microphone', () => {
  it('is asked for and published', async () => {
    const { room } = roomWhose(() => Promise.resolve())
    const microphone = new Microphone(room, atOnce)
    await microphone.ask()
    expect(microphone.status()).toBe('asking')
    await microphone.publish()
    expect(microphone.status()).toBe('open')
  })

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
  ] as const)('says after %s that it is %s, and goes on without', async (name, status) => {
    const { localParticipant, room } = roomWhose(() => Promise.resolve())
    const microphone = new Microphone(room, { ...atOnce, capture: () => Promise.reject(named(name)) })
    await microphone.ask()
    await microphone.publish()
    expect(microphone.status()).toBe(status)
    expect(localParticipant.publishTrack).not.toHaveBeenCalled()
  })

  it('is published again where that failed', async () => {
    let tries = 0
    const { room } = roomWhose(() =>
      ++tries < 3 ? Promise.reject(new Error('negotiation')) : Promise.resolve(),
    )
    const microphone = new Microphone(room, atOnce)
    await microphone.ask()
    await microphone.publish()
    expect([tries, microphone.status()]).toEqual([3, 'open'])
  })

  it('is stuck after the third failure, and another press tries again', async () => {
    let works = false
    const { room } = roomWhose(() => (works ? Promise.resolve() : Promise.reject(new Error('negotiation'))))
    const microphone = new Microphone(room, atOnce)
    await microphone.ask()
    await microphone.publish()
    expect(microphone.status()).toBe('stuck')
    works = true
    await microphone.toggle()
    expect(microphone.status()).toBe('open')
  })

  it('keeps nobody waiting who would rather type, and welcomes a late yes', async () => {
    let allow: (given: LocalAudioTrack) => void = () => undefined
    const { room } = roomWhose(() => Promise.resolve())
    const microphone = new Microphone(room, {
      ...atOnce,
      capture: () =>
        new Promise((resolve) => {
          allow = resolve
        }),
    })
    const asked = microphone.ask()
    microphone.decline()
    await asked
    expect(microphone.status()).toBe('declined')
    allow(track)
    await vi.waitFor(() => {
      expect(microphone.status()).toBe('open')
    })
  })

  it('stays muted over a new entry into the room', async () => {
    const { localParticipant, room } = roomWhose(() => Promise.resolve())
    const microphone = new Microphone(room, atOnce)
    await microphone.ask()
    await microphone.publish()
    await microphone.toggle()
    await microphone.publish()
    expect(localParticipant.setMicrophoneEnabled.mock.calls).toEqual([[false], [false]])
  })
})

describe('problemOf', () => {
  it('names a page without https first', () => {
    vi.stubGlobal('isSecureContext', false)
    expect(problemOf(new TypeError('undefined'))).toBe('insecure')
  })

  it('takes impossible constraints for no device', () => {
    expect(problemOf(named('OverconstrainedError'))).toBe('none')
  })
})
