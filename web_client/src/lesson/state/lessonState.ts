/** What a page knows of its lesson from events, captions and the record. Pure: no React, no clock, no room. */
import type { Lesson, LessonEnded, LessonEvent, PaceFigures, Scenario, ScenarioUpdated } from '../../contract'
import type { Saying } from '../../words/saying'
import { type HelpAction, helpReducer, type HelpState, NO_HELP } from '../help/helpState'
import {
  type Caption,
  type Line,
  withCaption,
  withNoneGrowing,
  withRecord,
  withTurn,
  withTyped,
} from './lines'

export interface EventNotice {
  /** One of the contract's, or the page's own (see hooks/useNoticePassing.ts). */
  code: string
  text: Saying
  /** Milliseconds on the page's own clock. */
  shownAt: number
}

/** What the learner may choose of a lesson. */
export type Choices = Pick<Lesson, 'voice' | 'patience' | 'pace'>

export interface LessonState {
  /** The row as last read; null until the first answer. */
  lesson: Omit<Lesson, 'turns' | 'recordings'> | null
  /** What the tutor goes by: the first row tells, then each snapshot; a later row may be older than the tutor's word. */
  choices: Choices | null
  /** A tutor has said that it hears and speaks. */
  ready: boolean
  stage: Lesson['stage'] | null
  scenario: Scenario
  /** Fields that the builder still looks for; empty outside of building. */
  missing: ScenarioUpdated['missing']
  /** When the builder was done, on the page's own clock. */
  sceneMadeAt: number | null
  lines: readonly Line[]
  /** How many lines the learner has written, for their keys. */
  typed: number
  /** `changedAt` is null for a band that was so before the page came. */
  pace: { band: PaceFigures['band']; changedAt: number | null } | null
  notice: EventNotice | null
  /** How often the learner was not heard since they were. */
  notHeard: number
  help: HelpState
  /** Seconds of lesson at a moment of the page's own clock. */
  elapsed: { seconds: number; at: number } | null
  ended: Pick<LessonEnded, 'end_reason' | 'report'> | null
  /** The last event of the tutor that is counting now. */
  counted: { from: string; n: number } | null
  /** An event was lost: the record is to be read again. */
  missed: boolean
}

export const NOTHING_KNOWN: LessonState = {
  lesson: null,
  choices: null,
  ready: false,
  stage: null,
  scenario: { place: null, partner: null, goal: null },
  missing: [],
  sceneMadeAt: null,
  lines: [],
  typed: 0,
  pace: null,
  notice: null,
  notHeard: 0,
  help: NO_HELP,
  elapsed: null,
  ended: null,
  counted: null,
  missed: false,
}

export type LessonAction =
  | { type: 'event'; event: LessonEvent; from: string; now: number }
  | { type: 'caption'; caption: Caption }
  | { type: 'left' }
  | { type: 'typed'; text: string }
  | { type: 'record'; lesson: Lesson }
  /** Something that the page itself has to say. */
  | { type: 'notify'; code: string; text: Saying; now: number }
  | { type: 'notice.passed' }
  | { type: 'help'; action: HelpAction }

/** Notices that speak of a tutor, an engine or a page that is away; they end when the tutor is heard of again. */
const ABSENCE: readonly string[] = ['tutor_waiting', 'tutor_busy', 'engine_reconnecting', 'displaced']

export function lessonReducer(state: LessonState, action: LessonAction): LessonState {
  switch (action.type) {
    case 'event': {
      const { event, from, now } = action
      const count = counting(state, event, from)
      return count === 'again' ? state : onEvent({ ...state, ...count }, event, now)
    }
    case 'caption': {
      const { caption } = action
      const heard = caption.role === 'learner' ? ['not_heard'] : ['engine_reconnecting']
      return { ...withoutNotice(state, heard), lines: withCaption(state.lines, caption) }
    }
    case 'left':
      return { ...state, lines: withNoneGrowing(state.lines) }
    case 'typed':
      return {
        ...state,
        lines: withTyped(state.lines, `typed-${state.typed}`, action.text),
        typed: state.typed + 1,
        help: helpReducer(state.help, { type: 'said' }),
      }
    case 'record':
      return {
        ...withLesson(state, action.lesson),
        choices: state.choices ?? choicesOf(action.lesson),
        missed: false,
      }
    case 'notify':
      return { ...state, notice: { code: action.code, text: action.text, shownAt: action.now } }
    case 'notice.passed':
      return { ...state, notice: null }
    case 'help':
      return { ...state, help: helpReducer(state.help, action.action) }
  }
}

/**
 * `n` counts up per tutor, and each tutor has an identity of its own. Ready and snapshot start the count; a number
 * seen before is a repetition; a gap means that something was lost. The token server's events carry no number.
 */
function counting(
  { counted }: LessonState,
  { type, n }: LessonEvent,
  from: string,
): Partial<LessonState> | 'again' {
  if (n === null) return {}
  if (type === 'lesson.snapshot' || type === 'lesson.ready') return { counted: { from, n } }
  const last = counted?.from === from ? counted.n : 0
  if (n <= last) return 'again'
  return n === last + 1 ? { counted: { from, n } } : { counted: { from, n }, missed: true }
}

function onEvent(state: LessonState, event: LessonEvent, now: number): LessonState {
  switch (event.type) {
    case 'lesson.ready':
      return {
        ...withoutNotice(state, ABSENCE),
        ready: true,
        stage: event.stage,
        elapsed: state.elapsed ?? { seconds: 0, at: now },
      }
    case 'lesson.snapshot':
      return {
        ...withLesson(withoutNotice(state, ABSENCE), event.lesson),
        choices: choicesOf(event.lesson),
        ready: true,
        pace: { band: event.pace.band, changedAt: null },
        elapsed: { seconds: event.seconds_elapsed, at: now },
        missed: false,
      }
    case 'scenario.updated': {
      const { place, partner, goal, missing } = event
      return { ...state, scenario: { place, partner, goal }, missing }
    }
    case 'scenario.completed': {
      const { place, conversation_partner, conversation_goal } = event.json
      return {
        ...state,
        stage: 'roleplay',
        scenario: { place, partner: conversation_partner, goal: conversation_goal },
        missing: [],
        sceneMadeAt: now,
        missed: true, // the title was made on the server; the record has it
      }
    }
    case 'turn.added':
      return {
        ...withoutNotice(state, event.turn.role === 'tutor' ? ABSENCE : ['not_heard']),
        lines: withTurn(state.lines, event.turn),
        notHeard: event.turn.role === 'learner' ? 0 : state.notHeard,
        help: event.turn.role === 'learner' ? helpReducer(state.help, { type: 'said' }) : state.help,
      }
    case 'pace.changed':
      return { ...state, pace: { band: event.band, changedAt: now } }
    case 'notice':
      return {
        ...state,
        notice: { code: event.code, text: event.text, shownAt: now },
        notHeard: state.notHeard + (event.code === 'not_heard' ? 1 : 0),
      }
    case 'lesson.ended':
      return {
        ...state,
        stage: 'ended',
        ended: { end_reason: event.end_reason, report: event.report },
      }
    case 'hint.offered':
      return { ...state, help: helpReducer(state.help, { type: 'offered' }) }
  }
}

function withLesson(state: LessonState, { turns, ...lesson }: Lesson): LessonState {
  const record = { ...state, lesson, lines: withRecord(state.lines, turns) }
  // What the tutor said about stage and scene is newer than a row that was read beside it.
  if (state.stage !== null && STAGES.indexOf(lesson.stage) < STAGES.indexOf(state.stage)) return record
  const { stage, scenario } = lesson
  return {
    ...record,
    stage,
    scenario,
    missing: stage === 'scenario' ? FIELDS.filter((field) => scenario[field] === null) : [],
  }
}

function choicesOf({ voice, patience, pace }: Lesson): Choices {
  return { voice, patience, pace }
}

const STAGES: readonly Lesson['stage'][] = ['scenario', 'roleplay', 'closing', 'ended']
const FIELDS = ['place', 'partner', 'goal'] as const

function withoutNotice(state: LessonState, codes: readonly string[]): LessonState {
  return state.notice !== null && codes.includes(state.notice.code) ? { ...state, notice: null } : state
}
