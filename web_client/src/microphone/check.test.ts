import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeTrack } from '../test/fakeMediaDevices'
import { MicrophoneCheck } from './check'

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true)
})

describe('the check', () => {
  it('holds the microphone while it is open', async () => {
    const track = new FakeTrack('Built-in')
    const ask = vi.fn(() => Promise.resolve(track.stream()))
    const check = new MicrophoneCheck(ask)
    const seen: string[] = []
    check.subscribe(() => seen.push(check.state().status))
    await check.open('a')
    expect(ask).toHaveBeenCalledWith('a')
    expect(check.state().track).toBe(track)
    check.close()
    expect(track.stopped).toBe(true)
    expect(seen).toEqual(['asking', 'open', 'unasked'])
  })

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'stuck'],
  ] as const)('says after %s that it is %s', async (name, status) => {
    const check = new MicrophoneCheck(() => Promise.reject(new DOMException('', name)))
    await check.open(null)
    expect(check.state().status).toBe(status)
  })

  it('says why a page without https has none', async () => {
    vi.stubGlobal('isSecureContext', false)
    const check = new MicrophoneCheck()
    await check.open(null)
    expect(check.state().status).toBe('insecure')
  })

  it('takes the device’s own microphone when the chosen one drops, and says which went', async () => {
    const [buds, builtIn] = [new FakeTrack('AirPods'), new FakeTrack('Built-in')]
    const asked: (string | null)[] = []
    const check = new MicrophoneCheck((id) => {
      asked.push(id)
      return Promise.resolve((id === null ? builtIn : buds).stream())
    })
    await check.open('buds')
    buds.onended?.()
    await vi.waitFor(() => {
      expect(check.state()).toEqual({ status: 'open', track: builtIn, dropped: 'AirPods' })
    })
    expect(asked).toEqual(['buds', null])
  })

  it('lets go of a microphone that was chosen before, and of one that came too late', async () => {
    const tracks: Record<string, FakeTrack> = { a: new FakeTrack('A'), b: new FakeTrack('B') }
    let answerA: () => void = () => undefined
    const check = new MicrophoneCheck(
      (id) =>
        new Promise((resolve) => {
          const answer = () => {
            resolve((tracks[id ?? ''] ?? new FakeTrack('')).stream())
          }
          if (id === 'a') answerA = answer
          else answer()
        }),
    )
    const first = check.open('a')
    await check.open('b')
    answerA()
    await first
    expect([check.state().track, tracks['a']?.stopped, tracks['b']?.stopped]).toEqual([
      tracks['b'],
      true,
      false,
    ])
    void check.open('a')
    expect(tracks['b']?.stopped).toBe(true)
  })
})
