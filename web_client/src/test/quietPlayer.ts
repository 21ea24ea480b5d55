import { Player } from '../sound/player'

/** Web Audio without ears, as jsdom has none. A sound lasts until it is stopped. */
export function quietContext(): AudioContext {
  const context = {
    resume: () => Promise.resolve(),
    close: () => Promise.resolve(),
    decodeAudioData: () => Promise.resolve({}),
    createBufferSource: () => {
      const source = {
        onended: () => undefined,
        connect: () => undefined,
        start: () => undefined,
        stop: () => {
          source.onended()
        },
      }
      return source
    },
  }
  return context as unknown as AudioContext
}

export function quietPlayer(): Player {
  return new Player(quietContext)
}

export const wav = () => Promise.resolve(new ArrayBuffer(8))
