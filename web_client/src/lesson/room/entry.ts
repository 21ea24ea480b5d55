/**
 * Into the room and, when thrown out, back into it. LiveKit mends short breaks by itself; what reaches this file is a
 * room that is gone for this page: closed, taken over by another tab, or lost for longer than LiveKit tries.
 */
import { DisconnectReason, type Room, RoomEvent } from 'livekit-client'
import { CallError } from '../../api/http'
import type { JoinResponse } from '../../contract'

/**
 * `entering` for the first time, `returning` after a loss, `offline` until the browser sees a network, `failed` after
 * the last try. `ended` and `unknown` are about the lesson: there is nothing to enter.
 */
export type Phase = 'entering' | 'returning' | 'in' | 'offline' | 'displaced' | 'failed' | 'ended' | 'unknown'

/** Waiting times before the next try, in milliseconds: together longer than a lesson waits for its learner (60 s). */
const TRIES = [0, 1000, 2000, 4000, 8000, 8000, 10_000, 15_000, 20_000]

/**
 * The client hangs up by itself when the browser says that the page goes away. If the page is still (or again) there
 * after this time, it was not so: back from the browser's cache, or a frozen tab thawed.
 */
const STILL_HERE_MILLISECONDS = 1500

export interface EntryParts {
  room: Room
  join: () => Promise<JoinResponse>
  microphone: { ask: () => Promise<void>; publish: () => Promise<void> }
  onPhase: (phase: Phase) => void
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>
  online?: () => boolean
}

export class LessonEntry {
  #run: AbortController | null = null
  /** A failed try to connect is announced as a disconnection too; only who was inside can be thrown out. */
  #inside = false
  readonly #parts: Required<EntryParts>

  constructor(parts: EntryParts) {
    this.#parts = { wait: waitFor, online: () => navigator.onLine, ...parts }
  }

  start(): void {
    this.#parts.room.on(RoomEvent.Disconnected, this.#onDisconnected)
    void this.#enter('entering')
  }

  /** By the learner's wish: take the lesson back into this tab, or try once more. */
  again(): void {
    void this.#enter('returning')
  }

  /** For good: the page is left or the lesson has ended. */
  async stop(): Promise<void> {
    this.#run?.abort()
    this.#run = null
    this.#parts.room.off(RoomEvent.Disconnected, this.#onDisconnected)
    await this.#parts.room.disconnect()
  }

  async #enter(phase: 'entering' | 'returning'): Promise<void> {
    this.#run?.abort()
    const { signal } = (this.#run = new AbortController())
    const isOver = () => signal.aborted
    const { onPhase, wait, online } = this.#parts
    onPhase(phase)
    for (const delay of TRIES) {
      await wait(delay, signal)
      if (isOver()) return
      if (!online()) {
        onPhase('offline')
        await untilOnline(signal)
        if (isOver()) return
        onPhase(phase)
      }
      const outcome = await this.#try(isOver)
      if (isOver()) return
      if (outcome !== 'again') {
        onPhase(outcome)
        return
      }
    }
    onPhase('failed')
  }

  async #try(isOver: () => boolean): Promise<Phase | 'again'> {
    const { room, join, microphone } = this.#parts
    try {
      const [ticket] = await Promise.all([join(), microphone.ask()])
      if (isOver()) return 'again'
      await room.connect(ticket.server_url, ticket.participant_token)
    } catch (error) {
      if (!(error instanceof CallError)) console.warn('no way into the room', error)
      return outcomeOf(error)
    }
    if (isOver()) {
      await room.disconnect()
      return 'again'
    }
    this.#inside = true
    void microphone.publish() // the tutor may speak while it starts
    return 'in'
  }

  #onDisconnected = (reason?: DisconnectReason): void => {
    if (this.#run === null || !this.#inside) return
    this.#inside = false
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
      this.#run.abort()
      this.#parts.onPhase('displaced')
    } else if (reason === DisconnectReason.CLIENT_INITIATED) {
      const { signal } = this.#run
      void this.#parts.wait(STILL_HERE_MILLISECONDS, signal).then(() => {
        if (!signal.aborted) this.again()
      })
    } else {
      this.again()
    }
  }
}

function outcomeOf(error: unknown): Phase | 'again' {
  if (!(error instanceof CallError)) return 'again'
  if (error.code === 'lesson_ended') return 'ended'
  if (error.status === 404 || error.status === 401) return 'unknown'
  return error.refused && error.status !== 429 ? 'failed' : 'again'
}

function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds === 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function untilOnline(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      resolve()
    }
    window.addEventListener('online', done, { once: true, signal })
    signal.addEventListener('abort', done)
  })
}
