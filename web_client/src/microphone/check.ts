/** The microphone before a lesson: asked for, held while the check is open, replaced when it goes away. */
import { captureOf } from './capture'
import { failureOf, type MicrophoneFailure } from './failure'

export type CheckStatus = 'unasked' | 'asking' | 'open' | MicrophoneFailure

export interface CheckState {
  status: CheckStatus
  track: MediaStreamTrack | undefined
  /** The name of a microphone that went away in the middle; another is used now. */
  dropped: string | null
}

type Capture = (deviceId: string | null) => Promise<MediaStream>

const CLOSED: CheckState = { status: 'unasked', track: undefined, dropped: null }

/** Also where there is no `mediaDevices` at all: then the promise fails, and `failureOf` says why. */
const capture: Capture = async (deviceId) =>
  navigator.mediaDevices.getUserMedia({ audio: captureOf(deviceId) })

export class MicrophoneCheck {
  #state = CLOSED
  /** Of the question that is open now; an answer to an older one is not wanted any more. */
  #asked = 0
  readonly #listeners = new Set<() => void>()

  constructor(private readonly ask: Capture = capture) {}

  state = (): CheckState => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Settles when the browser has answered. Never fails: the state says how it went. */
  async open(deviceId: string | null, dropped: string | null = null): Promise<void> {
    this.#release()
    const asked = (this.#asked += 1)
    this.#become({ status: 'asking', track: undefined, dropped })
    try {
      const stream = await this.ask(deviceId)
      const [track] = stream.getAudioTracks()
      if (track === undefined || asked !== this.#asked) {
        stream.getTracks().forEach((one) => {
          one.stop()
        })
        return
      }
      track.onended = () => void this.open(null, track.label)
      this.#become({ status: 'open', track, dropped })
    } catch (error) {
      if (asked === this.#asked) this.#become({ status: failureOf(error), track: undefined, dropped })
    }
  }

  close(): void {
    this.#asked += 1
    this.#release()
    this.#become(CLOSED)
  }

  #release(): void {
    const { track } = this.#state
    if (track === undefined) return
    track.onended = null
    track.stop()
  }

  #become(state: CheckState): void {
    this.#state = state
    this.#listeners.forEach((listener) => {
      listener()
    })
  }
}
