/** A lesson by messages as its page shows it: a pure reducer over what is sent and what comes. */
import type { Lesson, LessonEnded, Turn } from '../contract'
import type { Incoming } from './send'

export interface Line {
  key: string
  role: Turn['role']
  text: string
  /** Names of the sounds of its sentences, in order. */
  sounds: readonly string[]
  /** The learner's, and its sound was kept. */
  recorded: boolean
}

interface Sentence {
  text: string
  sound: string
}

export interface Talk {
  lines: readonly Line[]
  /** Sentences of the tutor that are no turn yet. */
  open: readonly Sentence[]
  phase: 'idle' | 'sending' | 'answering'
  /** Why the last message was not answered: a stable code. */
  problem: string | null
  /** The sound of what was sent last is to be kept. */
  keeps: boolean
  ended: LessonEnded['end_reason'] | null
  /** Counts the answers: sentences are numbered in each. */
  answer: number
}

export type TalkAction =
  | { type: 'sent'; keeps: boolean }
  | { type: 'came'; event: Incoming }
  | { type: 'failed'; code: string }
  | { type: 'settled' }

export function soundName(answer: number, sentence: number): string {
  return `${answer}-${sentence}`
}

export function begun({ turns, recordings }: Pick<Lesson, 'turns' | 'recordings'>): Talk {
  return {
    lines: turns.map((turn) => lineOf(turn, [], recordings.includes(turn.turn_id))),
    open: [],
    phase: 'idle',
    problem: null,
    keeps: false,
    ended: null,
    answer: 0,
  }
}

export function talk(state: Talk, action: TalkAction): Talk {
  switch (action.type) {
    case 'sent':
      return { ...state, phase: 'sending', problem: null, keeps: action.keeps, answer: state.answer + 1 }
    case 'failed':
      return { ...state, phase: 'idle', problem: action.code, open: [] }
    case 'settled':
      return { ...state, phase: 'idle', open: [] }
    case 'came':
      return came(state, action.event)
  }
}

function came(state: Talk, event: Incoming): Talk {
  switch (event.type) {
    case 'message.heard':
      return { ...state, phase: 'answering', lines: added(state.lines, lineOf(event.turn, [], state.keeps)) }
    case 'message.sentence':
      return {
        ...state,
        phase: 'answering',
        open: [...state.open, { text: event.text, sound: soundName(state.answer, event.sentence) }],
      }
    case 'message.said':
      return said(state, event.turn)
    case 'message.failed':
      return { ...state, problem: event.code }
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
