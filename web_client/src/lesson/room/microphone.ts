/**
 * The learner's microphone: asked for once, published after each entry into the room, and never in the way of the
 * lesson: without it the learner types. It is open while there is no reason for silence.
 */
import {
  createLocalAudioTrack,
  type LocalAudioTrack,
  type LocalTrack,
  type Room,
  Track,
} from 'livekit-client'
import { careForDevice, type Replaced } from './deviceCare'
import { captureOf } from '../../microphone/capture'
import { failureOf, type MicrophoneFailure } from '../../microphone/failure'

/** `declined`: the learner chose to type. `stuck` here also: there is a microphone, but it did not start in the room. */
export type MicrophoneStatus = 'unasked' | 'asking' | 'open' | 'declined' | MicrophoneFailure

/**
 * Why the tutor hears nothing although there is a microphone. `muted`: the learner's wish. `released`: the talk button
 * is not held. `replay`: something is heard again, which the tutor must not take for the learner.
 */
export type Silence = 'muted' | 'released' | 'replay'

/** What in the system gives the page no sound for now: a telephone call, or a switch on the device. */
export type TakenBy = 'call' | 'device'

/** How it stands with the microphone, for the learner who may press on it. */
export type MicrophoneShown = 'on' | 'off' | TakenBy

interface MicrophoneFacts {
  status: MicrophoneStatus
  /** By the learner's wish. */
  muted: boolean
  taken: TakenBy | null
}

export function shownAs({ status, muted, taken }: MicrophoneFacts): MicrophoneShown {
  if (status !== 'open' || muted) return 'off'
  return taken ?? 'on'
}

/** The learner has no microphone in this lesson, by choice or not, and writes. */
export function cannotSpeak(status: MicrophoneStatus): boolean {
  return !['unasked', 'asking', 'open'].includes(status)
}

export const CAPTURE = captureOf(null)

/** Waiting times before another try to publish, in milliseconds. */
const RETRIES = [500, 1500]

interface Surroundings {
  /** The learner had switched it off before the page was loaded. */
  muted?: boolean
  /** `device`: the browser's id of the one that was chosen; null: the system's own. */
  capture?: (device: string | null) => Promise<LocalAudioTrack>
  wait?: (milliseconds: number) => Promise<void>
}

export class Microphone {
  #status: MicrophoneStatus = 'unasked'
  #track: LocalAudioTrack | null = null
  #device: string | null = null
  #replaced: Replaced | null = null
  #asking: Promise<void> | null = null
  #decline: () => void = () => undefined
  readonly #silences = new Set<Silence>()
  /** Muting and unmuting takes its turn: the last wish is the one that stays. */
  #applied: Promise<void> = Promise.resolve()
  readonly #listeners = new Set<() => void>()
  readonly #capture: (device: string | null) => Promise<LocalAudioTrack>
  readonly #wait: (milliseconds: number) => Promise<void>

  constructor(
    private readonly room: Pick<Room, 'localParticipant' | 'switchActiveDevice'>,
    { muted = false, capture, wait }: Surroundings = {},
  ) {
    if (muted) this.#silences.add('muted')
    this.#capture = capture ?? ((device) => createLocalAudioTrack(captureOf(device)))
    this.#wait = wait ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)))
  }

  status = (): MicrophoneStatus => this.#status

  muted = (): boolean => this.#silences.has('muted')

  /** What goes into the room; undefined while nothing does. */
  sound = (): MediaStreamTrack | undefined =>
    this.#status === 'open' ? this.#track?.mediaStreamTrack : undefined

  /** The last device that went away by itself, and what took its place. */
  replaced = (): Replaced | null => this.#replaced

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Settles when the browser or the learner has answered. Never fails: the status says how it went. */
  async ask(): Promise<void> {
    if (this.#status === 'declined' || this.#live()) return
    this.#asking ??= this.#open().finally(() => {
      this.#asking = null
    })
    const declined = new Promise<void>((resolve) => {
      this.#decline = resolve
    })
    await Promise.race([this.#asking, declined])
  }

  /** Into the room, once connected. */
  async publish(): Promise<void> {
    const track = this.#track
    if (track === null || !this.#live()) return
    for (const delay of [0, ...RETRIES]) {
      if (delay > 0) await this.#wait(delay)
      try {
        await this.#obey(track) // published muted where it is to be silent: not a word leaks
        // livekit-client 2.22 is not written for exactOptionalPropertyTypes: its own subclass does not fit.
        await this.room.localParticipant.publishTrack(track as LocalTrack, {
          source: Track.Source.Microphone,
        })
        this.#become('open')
        await this.#apply() // what was wished meanwhile
        return
      } catch (error) {
        console.warn('microphone was not published', error)
      }
    }
    this.#become('stuck')
  }

  /** On or off; where there is none yet, another try to get one. */
  async toggle(): Promise<void> {
    if (this.#status !== 'open') {
      await this.again()
      return
    }
    await this.silence('muted', !this.muted())
  }

  /** A reason for silence begins or ends. */
  async silence(reason: Silence, holds: boolean): Promise<void> {
    if (this.#silences.has(reason) === holds) return
    if (holds) this.#silences.add(reason)
    else this.#silences.delete(reason)
    this.#tell()
    await this.#apply()
  }

  /** Another device, by the learner's choice; null: the system's own. False where it cannot be had. */
  async use(device: string | null): Promise<boolean> {
    if (device === this.#device) return true
    this.#device = device
    if (!this.#live()) return true // the next question asks for it
    try {
      await this.room.switchActiveDevice('audioinput', device ?? 'default', device !== null)
      return true
    } catch (error) {
      console.warn('microphone was not changed', error)
      return false
    }
  }

  /** By the learner's wish: it is to be heard. */
  async again(): Promise<void> {
    this.#silences.delete('muted')
    await this.#retry()
  }

  /** The learner would rather type; a question of the browser's may stay open, its answer is still welcome. */
  decline(): void {
    this.#become('declined')
    this.#decline()
  }

  /** The device went away in the middle of the lesson. */
  lost(error: unknown): void {
    this.#become(failureOf(error))
  }

  close(): void {
    this.#track?.stop()
    this.#track = null
    if (this.#status === 'open') this.#become('unasked')
  }

  async #open(): Promise<void> {
    this.#become('asking')
    try {
      this.#track = await this.#capture(this.#device)
      careForDevice(this.#track, {
        wait: this.#wait,
        onReplaced: (replaced) => {
          this.#replaced = replaced
          this.#tell()
        },
        // Asked for once more: only the answer tells whether there is none, or a call has it.
        onLost: () => void this.#retry(),
      })
    } catch (error) {
      if (this.#status === 'asking') this.#become(failureOf(error))
      return
    }
    // A late yes after "type instead": the question is answered, so the microphone goes into the running lesson.
    if (this.#status === 'declined') await this.publish()
  }

  async #retry(): Promise<void> {
    if (this.#status === 'declined') this.#become('unasked')
    if (this.#track !== null && !this.#live()) await this.#drop(this.#track)
    await this.ask()
    await this.publish()
  }

  /** A device that is gone is not to stay in the room beside the next one. */
  async #drop(track: LocalAudioTrack): Promise<void> {
    this.#track = null
    try {
      await this.room.localParticipant.unpublishTrack(track as LocalTrack)
    } catch (error) {
      console.warn('a dead microphone was not taken out of the room', error)
    }
  }

  #apply(): Promise<void> {
    this.#applied = this.#applied.then(async () => {
      if (this.#track === null || this.#status !== 'open') return
      try {
        await this.#obey(this.#track)
      } catch (error) {
        console.warn('microphone did not switch', error)
        this.#become('stuck')
      }
    })
    return this.#applied
  }

  async #obey(track: LocalAudioTrack): Promise<void> {
    if (this.#silences.size > 0) await track.mute()
    else await track.unmute()
  }

  #live(): boolean {
    return this.#track?.mediaStreamTrack.readyState === 'live'
  }

  #become(status: MicrophoneStatus): void {
    this.#status = status
    this.#tell()
  }

  #tell(): void {
    this.#listeners.forEach((listener) => {
      listener()
    })
  }
}
