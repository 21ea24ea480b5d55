/**
 * Plays one sound at a time: a line heard again, a hint, a voice's sample. Through Web Audio, not an <audio> element: a
 * context that was woken by the press may sound after the download, where Safari refuses an element that it takes for
 * unasked.
 */

export interface Playing {
  /** What the caller named it. */
  name: string
  status: 'loading' | 'playing'
}

/** Brings the sound; `signal` says that it is no longer wanted. */
export type Load = (signal: AbortSignal) => Promise<ArrayBuffer>

export class Player {
  #context: AudioContext | null = null
  #playing: Playing | null = null
  #run: AbortController | null = null
  readonly #listeners = new Set<() => void>()

  constructor(private readonly newContext: () => AudioContext = () => new AudioContext()) {}

  playing = (): Playing | null => this.#playing

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * To be called from a press. Settles when the sound is over, stopped or replaced by another; fails when it could not
   * be loaded. The same name again stops it: the button that began it ends it.
   */
  async play(name: string, load: Load): Promise<void> {
    const again = this.#playing?.name === name
    this.stop()
    if (again) return
    const { signal } = (this.#run = new AbortController())
    this.#become({ name, status: 'loading' })
    try {
      const context = (this.#context ??= this.newContext())
      const [sound] = await Promise.all([load(signal), context.resume()])
      const buffer = await context.decodeAudioData(sound)
      if (signal.aborted) return
      this.#become({ name, status: 'playing' })
      await sounded(context, buffer, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      if (!signal.aborted) this.stop()
    }
  }

  stop(): void {
    this.#run?.abort()
    this.#run = null
    if (this.#playing !== null) this.#become(null)
  }

  /** For good. */
  async close(): Promise<void> {
    this.stop()
    const context = this.#context
    this.#context = null
    await context?.close()
  }

  #become(playing: Playing | null): void {
    this.#playing = playing
    this.#listeners.forEach((listener) => {
      listener()
    })
  }
}

function sounded(context: AudioContext, buffer: AudioBuffer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const source = context.createBufferSource()
    source.buffer = buffer
    source.connect(context.destination)
    source.onended = () => {
      resolve()
    }
    signal.addEventListener('abort', () => {
      source.stop()
    })
    source.start()
  })
}
