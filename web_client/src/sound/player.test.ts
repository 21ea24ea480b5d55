import { expect, it, vi } from 'vitest'
import { Player } from './player'

/** An audio context whose sounds end when the test says so. */
function player() {
  const sources: { onended: () => void; stop: () => void }[] = []
  const context = {
    resume: vi.fn(() => Promise.resolve()),
    close: vi.fn(() => Promise.resolve()),
    decodeAudioData: vi.fn((sound: ArrayBuffer) => Promise.resolve({ sound })),
    createBufferSource: () => {
      const source = {
        connect: () => undefined,
        start: () => undefined,
        onended: () => undefined,
        stop: () => {
          source.onended()
        },
      }
      sources.push(source)
      return source
    },
  }
  const subject = new Player(() => context as unknown as AudioContext)
  const begun = (name: string) =>
    vi.waitFor(() => {
      expect(subject.playing()).toEqual({ name, status: 'playing' })
    })
  return { subject, context, sources, begun }
}

const wav = () => Promise.resolve(new ArrayBuffer(8))

it('wakes the context in the press, before the download', async () => {
  const { subject, context } = player()
  void subject.play('a', () => new Promise(() => undefined))
  expect(context.resume).toHaveBeenCalled()
  expect(subject.playing()).toEqual({ name: 'a', status: 'loading' })
  await subject.close()
  expect(context.close).toHaveBeenCalled()
})

it('tells of each change until the sound is over', async () => {
  const { subject, sources, begun } = player()
  const seen: unknown[] = []
  subject.subscribe(() => seen.push(subject.playing()?.status ?? 'silent'))
  const over = subject.play('a', wav)
  await begun('a')
  sources[0]?.onended()
  await over
  expect(seen).toEqual(['loading', 'playing', 'silent'])
})

it('lets a second sound replace the first', async () => {
  const { subject, sources, begun } = player()
  const first = subject.play('a', wav)
  await begun('a')
  const second = subject.play('b', wav)
  await first
  await begun('b')
  expect(sources).toHaveLength(2)
  subject.stop()
  await second
  expect(subject.playing()).toBeNull()
})

it('does not begin a sound that was stopped while it came', async () => {
  const { subject, sources } = player()
  let arrive: (sound: ArrayBuffer) => void = () => undefined
  const over = subject.play(
    'a',
    () =>
      new Promise((resolve) => {
        arrive = resolve
      }),
  )
  subject.stop()
  arrive(new ArrayBuffer(8))
  await over
  expect(sources).toHaveLength(0)
})

it('is stopped by the same press again', async () => {
  const { subject, begun } = player()
  const first = subject.play('a', wav)
  await begun('a')
  await subject.play('a', wav)
  await first
  expect(subject.playing()).toBeNull()
})

it('is silent again after a sound that did not come, and says so', async () => {
  const { subject } = player()
  await expect(subject.play('a', () => Promise.reject(new Error('503')))).rejects.toThrow('503')
  expect(subject.playing()).toBeNull()
})

it('is silent again, too, where the browser gives no context', async () => {
  const subject = new Player(() => {
    throw new DOMException('too many contexts', 'NotSupportedError')
  })
  await expect(subject.play('a', wav)).rejects.toThrow('too many contexts')
  expect(subject.playing()).toBeNull()
})
