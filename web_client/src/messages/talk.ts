/** A lesson by messages as its page shows it: a pure reducer over what is sent and what comes. */
import type { Lesson, LessonEnded, Turn } from '../contract'
import type { Incoming, Message } from './send'

export interface Line {
  key: string
  role: Turn['role']
  text: string
  /** Names of the sounds of its sentences, in order. */
  sounds: readonly string[]
  /** The learner's, and its sound was kept. */
  recorded: boolean
}

/** What the learner said that is no turn yet, as far as this page knows. */
export interface Unsent extends Message {
  /** Why it was not taken: a stable code; null before that is known. */
  code: string | null
}

interface Sentence {
  text: string
  sound: string
}

export interface Talk {
  lines: readonly Line[]
  unsent: readonly Unsent[]
  /** Sentences of the tutor that are no turn yet. */
  open: readonly Sentence[]
  phase: 'idle' | 'sending' | 'answering'
  /** The `turnId` of the message that is on its way. */
  sending: string | null
  /** Why the last message was not answered: a stable code. */
  problem: string | null
  /** How often the stored lesson is still to be looked at: what this page knows of it may not be all. */
  looks: number
  ended: LessonEnded['end_reason'] | null
  /** Counts the answers: sentences are numbered in each. */
  answer: number
}

export type TalkAction =
  | { type: 'written'; message: Message }
  /** null: the tutor was asked to begin. */
  | { type: 'sent'; turnId: string | null }
  | { type: 'discarded'; turnId: string }
  | { type: 'came'; event: Incoming }
  | { type: 'failed'; code: string }
  | { type: 'settled' }
  | { type: 'looked'; lesson: Pick<Lesson, 'turns' | 'recordings' | 'end_reason'> }

/** With the time between two looks, a little longer than the server may take for one answer. */
const LOOKS = 24
/** What was sent is stored. */
const HEARD_BEFORE: readonly string[] = ['already_sent', 'missing']
/** What was sent may be stored, and be answered, all the same. */
const UNCLEAR: readonly string[] = [
  ...HEARD_BEFORE,
  'network',
  'unreadable',
  'message_in_progress',
  'taken_over',
]

export function soundName(answer: number, sentence: number): string {
  return `${answer}-${sentence}`
}

/** `unsent`: what was left when this page was left. */
export function begun(
  { turns, recordings }: Pick<Lesson, 'turns' | 'recordings'>,
  unsent: readonly Unsent[],
): Talk {
  return {
    lines: turns.map((turn) => lineOf(turn, [], recordings.includes(turn.turn_id))),
    unsent: unsent.filter(({ turnId }) => !turns.some(({ turn_id }) => turn_id === turnId)),
    open: [],
    phase: 'idle',
    sending: null,
    problem: null,
    looks: 0,
    ended: null,
    answer: 0,
  }
}

export function talk(state: Talk, action: TalkAction): Talk {
  switch (action.type) {
    case 'written':
      return { ...state, unsent: [...state.unsent.filter(isWorthKeeping), { ...action.message, code: null }] }
    case 'sent':
      return { ...state, phase: 'sending', problem: null, sending: action.turnId, answer: state.answer + 1 }
    case 'discarded':
      return { ...state, unsent: state.unsent.filter(({ turnId }) => turnId !== action.turnId) }
    case 'failed':
      return failed(state, action.code)
    case 'settled':
      return { ...state, phase: 'idle', sending: null, open: [] }
    case 'looked':
      return looked(state, action.lesson)
    case 'came':
      return came(state, action.event)
  }
}

/** A recording in which nothing was heard is said again, not sent again. */
function isWorthKeeping({ code }: Unsent): boolean {
  return code !== 'not_heard' && code?.startsWith('clip_') !== true
}

function failed(state: Talk, code: string): Talk {
  return { ...refused(state, code), phase: 'idle', sending: null, open: [] }
}

/** Where the answer itself says so it goes on until it `settled`. */
function refused(state: Talk, code: string): Talk {
  const heardBefore = HEARD_BEFORE.includes(code)
  return {
    ...state,
    unsent: state.unsent.flatMap((one) =>
      one.turnId !== state.sending ? one : heardBefore ? [] : { ...one, code },
    ),
    problem: heardBefore ? null : code,
    looks: UNCLEAR.includes(code) ? LOOKS : state.looks,
  }
}

/** The stored lesson has what was heard and said while nobody here could read it. */
function looked(
  state: Talk,
  { turns, recordings, end_reason }: Pick<Lesson, 'turns' | 'recordings' | 'end_reason'>,
): Talk {
  const known = new Map(state.lines.map((line) => [line.key, line]))
  const stored = new Set(turns.map(({ turn_id }) => turn_id))
  const unsent = state.unsent.filter(({ turnId }) => !stored.has(turnId))
  const complete =
    turns.at(-1)?.role === 'tutor' && !unsent.some(({ code }) => code !== null && UNCLEAR.includes(code))
  return {
    ...state,
    lines: [
      ...turns.map((turn) => known.get(turn.turn_id) ?? lineOf(turn, [], recordings.includes(turn.turn_id))),
      ...state.lines.filter(({ key }) => !stored.has(key)),
    ],
    unsent,
    problem: complete && state.problem !== null && UNCLEAR.includes(state.problem) ? null : state.problem,
    looks: complete ? 0 : Math.max(0, state.looks - 1),
    ended: end_reason ?? state.ended,
  }
}

function came(state: Talk, event: Incoming): Talk {
  switch (event.type) {
    case 'message.heard':
      return heard(state, event.turn)
    case 'message.sentence':
      return {
        ...state,
        phase: 'answering',
        open: [...state.open, { text: event.text, sound: soundName(state.answer, event.sentence) }],
      }
    case 'message.said':
      return said(state, event.turn)
    case 'message.failed':
      return refused(state, event.code)
    case 'lesson.ended':
      return { ...state, ended: event.end_reason }
    case 'message.audio':
    case 'message.done':
    case 'hint.offered':
    case 'lesson.ready':
    case 'lesson.snapshot':
    case 'notice':
    case 'pace.changed':
    case 'scenario.completed':
    case 'scenario.updated':
    case 'turn.added':
      return state
  }
}

function heard(state: Talk, turn: Turn): Talk {
  const sent = state.unsent.find(({ turnId }) => turnId === state.sending)
  const kept = sent !== undefined && 'recording' in sent.content && sent.content.keep
  return {
    ...state,
    phase: 'answering',
    lines: added(state.lines, lineOf(turn, [], kept)),
    unsent: state.unsent.filter((one) => one !== sent),
  }
}

/** The oldest open sentences that make up this turn's text are its own; a cut one is shown as it was stored. */
function said(state: Talk, turn: Turn): Talk {
  let count = 0
  let text = ''
  for (const sentence of state.open) {
    const longer = text === '' ? sentence.text : `${text} ${sentence.text}`
    if (!turn.text.startsWith(longer)) break
    text = longer
    count += 1
  }
  const sounds = state.open.slice(0, count).map(({ sound }) => sound)
  return { ...state, lines: added(state.lines, lineOf(turn, sounds, false)), open: state.open.slice(count) }
}

function lineOf({ turn_id, role, text }: Turn, sounds: readonly string[], recorded: boolean): Line {
  return { key: turn_id, role, text, sounds, recorded }
}

function added(lines: readonly Line[], line: Line): readonly Line[] {
  return [...lines.filter(({ key }) => key !== line.key), line]
}
