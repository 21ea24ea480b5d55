import type { Microphone } from '../room/microphone'
import type { TutorCalls } from '../room/tutorCalls'
import {
  AT_REST,
  type TalkOutcome,
  type TalkPhase,
  type TalkState,
  talkStep,
  type TalkStep,
} from './talkState'

/** Words end a little later than fingers do; the tutor listens 0.4 s longer than the press (lesson/press.py). */
const TAIL_MILLISECONDS = 300

/** The presses of the talk button: the microphone is open while it is held, and the tutor knows of begin and end. */
export class Presses {
  #state: TalkState = AT_REST
  #calls: TutorCalls | null = null
  #tail: ReturnType<typeof setTimeout> | undefined
  /** The end of a press that its tutor has not heard of, because it could not be reached. */
  #owed: { tutor: string; end: 'stop' | 'cancel' } | null = null
  #onOutcome: (outcome: TalkOutcome | 'failed') => void = () => undefined
  readonly #listeners = new Set<() => void>()

  constructor(
    private readonly microphone: Pick<Microphone, 'silence'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  phase = (): TalkPhase => this.#state.phase

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whom to tell how a press ended. `failed`: the tutor did not hear of it. */
  report(onOutcome: (outcome: TalkOutcome | 'failed') => void): void {
    this.#onOutcome = onOutcome
  }

  /** The microphone waits for the button, or no longer. */
  waitFor(button: boolean): void {
    this.lose()
    clearTimeout(this.#tail)
    void this.microphone.silence('released', button)
  }

  /** The tutor's methods while it can be reached, else null. */
  reach(calls: TutorCalls | null): void {
    this.#calls = calls
    if (calls === null) this.lose()
    else if (this.#owed?.tutor === calls.tutor && this.#state.phase === 'idle') this.#tell(this.#owed.end)
  }

  press = (): void => {
    if (this.#calls !== null) this.#step({ type: 'press', now: this.now() })
  }

  release = (): void => {
    this.#step({ type: 'release', now: this.now() })
  }

  /** The finger is away from the button, or back on it. */
  slide = (away: boolean): void => {
    this.#step({ type: 'slide', away })
  }

  cancel = (): void => {
    this.#step({ type: 'cancel' })
  }

  /** Whoever held it cannot any more. */
  lose = (): void => {
    this.#step({ type: 'lost' })
  }

  #step(step: TalkStep): void {
    const { state, tell, outcome } = talkStep(this.#state, step)
    if (state === this.#state) return
    this.#state = state
    this.#listeners.forEach((listener) => {
      listener()
    })
    if (outcome !== null) this.#onOutcome(outcome)
    if (tell === 'start') this.#open()
    else if (tell !== null) this.#close(tell === 'stop' ? TAIL_MILLISECONDS : 0)
    if (tell !== null) this.#tell(tell)
  }

  #open(): void {
    clearTimeout(this.#tail)
    void this.microphone.silence('released', false)
  }

  #close(after: number): void {
    this.#tail = setTimeout(() => void this.microphone.silence('released', true), after)
  }

  #tell(action: 'start' | 'stop' | 'cancel'): void {
    const calls = this.#calls
    if (calls === null) return // what is owed since the start stays owed
    const { tutor } = calls
    this.#owed = action === 'start' ? { tutor, end: 'stop' } : null
    calls.talk(action).catch((error: unknown) => {
      console.warn('the tutor did not hear of the talk button', error)
      if (action !== 'start') this.#owed ??= { tutor, end: action }
      this.#onOutcome('failed')
      this.lose()
    })
  }
}
