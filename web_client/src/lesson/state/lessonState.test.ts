import { describe, expect, it } from 'vitest'
import type { Lesson, LessonEvent, Notice, Turn } from '../../contract'
import { type LessonAction, lessonReducer, type LessonState, NOTHING_KNOWN } from './lessonState'

const AT = '2026-11-20T12:00:00Z'

type Bare<Event> = Event extends LessonEvent ? Omit<Event, 'at' | 'n'> : never

function event(bare: Bare<LessonEvent>, n: number | null = null, from = 'tutor-1', now = 0): LessonAction {
  return { type: 'event', event: { at: AT, n, ...bare }, from, now }
}

const ready = { type: 'lesson.ready', lesson_id: 'l', stage: 'roleplay', engine: 'realtime' } as const
const notice = (code: Notice['code']) => ({ type: 'notice', code, text: { ko: '가', en: 'a' } }) as const

function turn(seq: number, role: Turn['role'] = 'tutor'): Turn {
  return {
    turn_id: `t${seq}`,
    sitting_id: 's',
    seq,
    role,
    text: `Line ${seq}`,
    started_at: AT,
    ended_at: AT,
    speech_seconds: 1,
    interrupted: false,
    source: 'voice',
    language: 'en',
    low_confidence: false,
    blocked: false,
  }
}

function lesson(more: Partial<Lesson> = {}): Lesson {
  return {
    lesson_id: 'l',
    status: 'running',
    stage: 'roleplay',
    mode: 'scene',
    scenario: { place: 'hotel', partner: 'receptionist', goal: 'check in' },
    scenario_id: null,
    title: 'Checking in',
    level: null,
    voice: 'alloy',
    engine: 'realtime',
    patience: 'auto',
    pace: 'auto',
    created_at: AT,
    started_at: AT,
    ended_at: null,
    end_reason: null,
    turn_count: 0,
    total_seconds: 0,
    turns: [],
    recordings: [],
    ...more,
  }
}

const run = (...actions: LessonAction[]): LessonState => actions.reduce(lessonReducer, NOTHING_KNOWN)
const added = (seq: number) => ({ type: 'turn.added', turn: turn(seq) }) as const

describe('the count of events', () => {
  it('passes over what came before', () => {
    const state = run(event(ready, 1), event(added(1), 2), event(notice('not_heard'), 2))
    expect(state.notice).toBeNull()
    expect(state.missed).toBe(false)
  })

  it('notices a gap, and the record mends it', () => {
    const gap = run(event(ready, 1), event(added(2), 3))
    expect(gap.missed).toBe(true)
    const mended = lessonReducer(gap, { type: 'record', lesson: lesson({ turns: [turn(1), turn(2)] }) })
    expect(mended.missed).toBe(false)
    expect(mended.lines.map((line) => line.text)).toEqual(['Line 1', 'Line 2'])
  })

  it('begins anew with another tutor, even where its first word is a notice', () => {
    const state = run(event(ready, 1), event(added(1), 2), event(notice('engine_failed'), 1, 'tutor-2'))
    expect(state.notice?.code).toBe('engine_failed')
    expect(state.missed).toBe(false)
  })

  it('takes the tutor’s choices from its own word, once there is one', () => {
    const row = (patience: Lesson['patience']): LessonAction => ({
      type: 'record',
      lesson: lesson({ patience }),
    })
    const told = run(
      row('auto'),
      event(
        {
          type: 'lesson.snapshot',
          lesson: lesson({ patience: '3' }),
          pace: { wpm: null, band: 'normal' },
          seconds_elapsed: 1,
        },
        1,
      ),
    )
    expect(run(row('auto')).choices).toEqual({ voice: 'alloy', patience: 'auto', pace: 'auto' })
    expect(told.choices?.patience).toBe('3')
    expect(lessonReducer(told, row('auto')).choices?.patience).toBe('3')
  })

  it('begins anew with a snapshot', () => {
    const snapshot = {
      type: 'lesson.snapshot',
      lesson: lesson({ turns: [turn(1)] }),
      pace: { wpm: 80, band: 'slow' },
      seconds_elapsed: 75,
    } as const
    const state = run(event(snapshot, 9, 'tutor-1', 1000), event(added(2), 10))
    expect(state).toMatchObject({ missed: false, ready: true, elapsed: { seconds: 75, at: 1000 } })
    expect(state.lines).toHaveLength(2)
  })

  it('takes the token server’s events, which have no number', () => {
    expect(run(event(ready, 5), event(notice('tutor_waiting'))).notice?.code).toBe('tutor_waiting')
  })
})

describe('a notice of absence', () => {
  it.each([
    ['the tutor is ready', event(ready, 1)],
    ['the tutor is on record', event(added(1), 1)],
  ])('ends when %s', (_, sign) => {
    expect(run(event(notice('tutor_busy')), sign).notice).toBeNull()
  })

  it('about the engine ends with the tutor’s next word', () => {
    const caption = { segmentId: 's', role: 'tutor', text: 'So', final: false } as const
    expect(run(event(notice('engine_reconnecting')), { type: 'caption', caption }).notice).toBeNull()
  })
})

it('takes "not heard" away when the learner is heard', () => {
  const caption = { segmentId: 's', role: 'learner', text: 'Hello', final: false } as const
  expect(run(event(notice('not_heard')), { type: 'caption', caption }).notice).toBeNull()
  expect(run(event(notice('time_nearly_up')), { type: 'caption', caption }).notice?.code).toBe(
    'time_nearly_up',
  )
})

describe('the scene', () => {
  const updated = {
    type: 'scenario.updated',
    place: 'hotel',
    partner: null,
    goal: null,
    missing: ['partner', 'goal'] as ('partner' | 'goal')[],
    questions_asked: 1,
  } as const
  const completed = {
    type: 'scenario.completed',
    completed: true,
    json: {
      place: 'hotel',
      conversation_partner: 'receptionist',
      conversation_goal: 'check in',
      sessionId: 'l',
    },
  } as const

  it('fills as it is found out', () => {
    expect(run(event(updated, 1))).toMatchObject({
      scenario: { place: 'hotel', partner: null },
      missing: ['partner', 'goal'],
    })
  })

  it('is whole once completed, and the record is read for the title', () => {
    expect(run(event(updated, 1), event(completed, 2))).toMatchObject({
      stage: 'roleplay',
      scenario: { partner: 'receptionist', goal: 'check in' },
      missing: [],
      missed: true,
    })
  })

  it('does not go back to building when an older row is read', () => {
    const state = run(event(ready, 1), event(completed, 2), {
      type: 'record',
      lesson: lesson({ stage: 'scenario' }),
    })
    expect(state.stage).toBe('roleplay')
  })

  it('knows from the record what is missing', () => {
    const state = run({
      type: 'record',
      lesson: lesson({ stage: 'scenario', scenario: { place: 'bank', partner: null, goal: null } }),
    })
    expect(state.missing).toEqual(['partner', 'goal'])
  })
})

it('keeps the time running over a second "ready"', () => {
  expect(run(event(ready, 1, 'a', 500), event(ready, 1, 'b', 9000)).elapsed).toEqual({ seconds: 0, at: 500 })
})

it('ends with its reason and report', () => {
  const state = run(event({ type: 'lesson.ended', end_reason: 'time', report: null }, 1))
  expect(state).toMatchObject({ stage: 'ended', ended: { end_reason: 'time', report: null } })
})

describe('help', () => {
  const offered = event({ type: 'hint.offered' }, 1)
  it('is offered by the tutor', () => {
    expect(run(offered).help.offer).toBe('hint')
  })

  it.each([
    ['has spoken', event({ type: 'turn.added', turn: turn(1, 'learner') }, 2)],
    ['has written', { type: 'typed', text: 'two nights' } as const],
  ])('is over when the learner %s', (_, said) => {
    const asked: LessonAction = { type: 'help', action: { type: 'asked' } }
    expect(run(offered, asked, said).help).toEqual(NOTHING_KNOWN.help)
    expect(run(offered, said).help).toEqual(NOTHING_KNOWN.help)
  })
})

it('counts how often the learner was not heard, until they were', () => {
  const unheard = [1, 2].map((n) => event(notice('not_heard'), n))
  expect(run(...unheard).notHeard).toBe(2)
  expect(run(...unheard, event(added(1), 3)).notHeard).toBe(2)
  const heard = event({ type: 'turn.added', turn: turn(2, 'learner') }, 3)
  expect(run(...unheard, heard).notHeard).toBe(0)
})
