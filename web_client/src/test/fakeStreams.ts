import type { TextStreamReader } from 'livekit-client'

type Handler = (reader: TextStreamReader, sender: { identity: string }) => void

/** A text stream whose chunks a test pushes. */
export class FakeStream implements AsyncIterable<string> {
  readonly info: { id: string; attributes: Record<string, string> }
  #chunks: string[] = []
  #ended: 'open' | 'closed' | Error = 'open'
  #wake: () => void = () => undefined

  constructor(attributes: Record<string, string> = {}, id = 'stream') {
    this.info = { id, attributes }
  }

  push(...chunks: string[]): this {
    this.#chunks.push(...chunks)
    this.#wake()
    return this
  }

  close(error?: Error): this {
    this.#ended = error ?? 'closed'
    this.#wake()
    return this
  }

  async *[Symbol.asyncIterator]() {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) yield chunk
      else if (this.#ended === 'open')
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      else if (this.#ended === 'closed') return
      else throw this.#ended
    }
  }

  async readAll(): Promise<string> {
    let text = ''
    for await (const chunk of this) text += chunk
    return text
  }
}

/** The part of a room that carries text streams and data packets. */
export class FakeStreamRoom {
  readonly localParticipant = { identity: 'learner-1' }
  readonly handlers = new Map<string, Handler>()
  readonly #listeners = new Map<string, (...args: unknown[]) => void>()

  registerTextStreamHandler(topic: string, handler: Handler): void {
    this.handlers.set(topic, handler)
  }

  unregisterTextStreamHandler(topic: string): void {
    this.handlers.delete(topic)
  }

  on(event: string, listener: (...args: unknown[]) => void): void {
    this.#listeners.set(event, listener)
  }

  off(event: string): void {
    this.#listeners.delete(event)
  }

  emit(event: string, ...args: unknown[]): void {
    this.#listeners.get(event)?.(...args)
  }

  deliver(topic: string, stream: FakeStream, identity: string): void {
    this.handlers.get(topic)?.(stream as unknown as TextStreamReader, { identity })
  }
}
