import { type LocalAudioTrack, type Room, TrackEvent } from 'livekit-client'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Microphone } from './microphone'

const switched: string[] = []
const track = {
  on: () => undefined,
  mediaStreamTrack: { readyState: 'live' },
  stop: () => undefined,
  mute: () => {
    if (switched.at(-1) !== 'mute') switched.push('mute')
    return Promise.resolve()
  },
  unmute: () => {
    if (switched.at(-1) !== 'unmute') switched.push('unmute')
    return Promise.resolve()
  },
} as unknown as LocalAudioTrack

function named(name: string): Error {
  return Object.assign(new Error(name), { name })
}

function roomWhose(publishTrack: () => Promise<unknown>) {
  const localParticipant = {
    publishTrack: vi.fn(publishTrack),
    unpublishTrack: vi.fn(() => Promise.resolve()),
  }
  const switchActiveDevice = vi.fn(() => Promise.resolve(true))
  return {
    localParticipant,
    switchActiveDevice,
    room: { localParticipant, switchActiveDevice } as unknown as Pick<
      Room,
      'localParticipant' | 'switchActiveDevice'
    >,
  }
}

const atOnce = { capture: () => Promise.resolve(track), wait: () => Promise.resolve() }

beforeEach(() => {
  switched.length = 0
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

  it.each([
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
  ] as const)('that ends for good says after %s that it is %s', async (name, status) => {
    const { localParticipant, room } = roomWhose(() => Promise.resolve())
    let end: () => void = () => undefined
    const mediaStreamTrack = { readyState: 'live' }
    const ending = Object.assign(Object.create(track), {
      mediaStreamTrack,
      on: (event: TrackEvent, listener: () => void) => {
        if (event === TrackEvent.Ended) end = listener
      },
    }) as LocalAudioTrack
    const capture = vi.fn(() => Promise.resolve(ending))
    const microphone = new Microphone(room, { ...atOnce, capture })
    await microphone.ask()
    await microphone.publish()
    capture.mockImplementation(() => Promise.reject(named(name)))
    mediaStreamTrack.readyState = 'ended'
    end()
    await vi.waitFor(() => {
      expect(microphone.status()).toBe(status)
    })
    expect(localParticipant.unpublishTrack).toHaveBeenCalledWith(ending)
  })

  it('that ends and comes again is no reason to hear who switched it off meanwhile', async () => {
    const { room } = roomWhose(() => Promise.resolve())
    let end: () => void = () => undefined
    const mediaStreamTrack = { readyState: 'live' }
    const ending = Object.assign(Object.create(track), {
      mediaStreamTrack,
      on: (event: TrackEvent, listener: () => void) => {
        if (event === TrackEvent.Ended) end = listener
      },
    }) as LocalAudioTrack
    const capture = vi.fn(() => Promise.resolve(ending))
    const microphone = new Microphone(room, { ...atOnce, capture })
    await microphone.ask()
    await microphone.publish()
    capture.mockImplementation(() => Promise.resolve(track))
    mediaStreamTrack.readyState = 'ended'
    end()
    await microphone.toggle()
    await vi.waitFor(() => {
      expect(microphone.sound()).toBe(track.mediaStreamTrack)
    })
    expect(microphone.muted()).toBe(true)
    expect(switched.at(-1)).toBe('mute')
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
    const { room } = roomWhose(() => {
      switched.push('publish')
      return Promise.resolve()
    })
    const microphone = new Microphone(room, atOnce)
    await microphone.ask()
    await microphone.publish()
    await microphone.toggle()
    await microphone.publish()
    expect(switched).toEqual(['unmute', 'publish', 'unmute', 'mute', 'publish', 'mute'])
    expect(microphone.muted()).toBe(true)
  })

  it('that was off before a reload is published muted, and opened by the learner alone', async () => {
    const { room } = roomWhose(() => {
      switched.push('publish')
      return Promise.resolve()
    })
    const microphone = new Microphone(room, { ...atOnce, muted: true })
    await microphone.ask()
    await microphone.publish()
    expect(switched).toEqual(['mute', 'publish', 'mute'])
    expect(microphone.muted()).toBe(true)
    await microphone.toggle()
    expect(switched.at(-1)).toBe('unmute')
  })

  it('is silent as long as there is one reason', async () => {
    const { room } = roomWhose(() => Promise.resolve())
    const microphone = new Microphone(room, atOnce)
    void microphone.silence('released', true)
    await microphone.ask()
    await microphone.publish()
    await microphone.silence('replay', true)
    await microphone.silence('released', false)
    expect(switched).toEqual(['mute'])
    await microphone.silence('replay', false)
    expect(switched).toEqual(['mute', 'unmute'])
    expect(microphone.muted()).toBe(false)
  })

  it('ends as it was wished last, however fast', async () => {
    const { room } = roomWhose(() => Promise.resolve())
    const microphone = new Microphone(room, atOnce)
    await microphone.ask()
    await microphone.publish()
    await Promise.all([true, false, true].map((holds) => microphone.silence('released', holds)))
    expect(switched.at(-1)).toBe('mute')
  })
})

describe('the device', () => {
  it('is the chosen one from the first question on, and changes in the lesson', async () => {
    const { room, switchActiveDevice } = roomWhose(() => Promise.resolve())
    const capture = vi.fn<(device: string | null) => Promise<LocalAudioTrack>>(() => Promise.resolve(track))
    const microphone = new Microphone(room, { ...atOnce, capture })
    await microphone.use('buds')
    await microphone.ask()
    await microphone.publish()
    expect(capture.mock.calls).toEqual([['buds']])
    await microphone.use('buds')
    expect(await microphone.use(null)).toBe(true)
    expect(switchActiveDevice.mock.calls).toEqual([['audioinput', 'default', false]])
    switchActiveDevice.mockRejectedValue(named('OverconstrainedError'))
    expect(await microphone.use('gone')).toBe(false)
  })

  it('that is gone leaves the room before another is asked for', async () => {
    const { room, localParticipant } = roomWhose(() => Promise.resolve())
    const dead = Object.assign(Object.create(track), {
      mediaStreamTrack: { readyState: 'live' },
    }) as LocalAudioTrack
    const tracks = [dead, track]
    const microphone = new Microphone(room, {
      ...atOnce,
      capture: () => Promise.resolve(tracks.shift() ?? track),
    })
    await microphone.ask()
    await microphone.publish()
    expect(microphone.sound()).toBe(dead.mediaStreamTrack)
    Object.assign(dead.mediaStreamTrack, { readyState: 'ended' })
    microphone.lost(named('NotFoundError'))
    expect([microphone.status(), microphone.sound()]).toEqual(['none', undefined])
    await microphone.again()
    expect(localParticipant.unpublishTrack).toHaveBeenCalledWith(dead)
    expect(microphone.sound()).toBe(track.mediaStreamTrack)
  })
})
