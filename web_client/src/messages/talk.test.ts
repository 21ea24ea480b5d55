import { describe, expect, it } from 'vitest'
import { lesson, turn } from '../test/lessons'
import type { Content, Incoming } from './send'
import { begun, talk, type TalkAction } from './talk'

const TEXT = { text: 'A room, please.' }
const SENT: TalkAction = { type: 'sent', turnId: null }

/** Written and on its way; its turn is to be that of `seq`. */
const sent = (seq: number, content: Content = TEXT): TalkAction[] => {
  const { turn_id: turnId } = turn(seq, 'learner', '')
  return [
    { type: 'written', message: { turnId, content } },
    { type: 'sent', turnId },
  ]
}
const failed = (code: string): TalkAction => ({ type: 'failed', code })
const looked = (...turns: ReturnType<typeof turn>[]): TalkAction => ({
  type: 'looked',
  lesson: lesson(turns, { end_reason: null }),
})

const came = (event: Incoming): TalkAction => ({ type: 'came', event })
const sentence = (number: number, text: string): TalkAction =>
  came({ type: 'message.sentence', sentence: number, text })
const said = (seq: number, text: string): TalkAction =>
  came({ type: 'message.said', turn: turn(seq, 'tutor', text) })
const heard = (seq: number, text: string): TalkAction =>
  came({ type: 'message.heard', turn: turn(seq, 'learner', text), clip: null })

function after(...actions: TalkAction[]) {
  return actions.reduce(talk, begun(lesson([turn(0, 'tutor', 'Good evening.')]), []))
}

describe('a lesson by messages', () => {
  it('shows what was heard, then sentence by sentence what is said', () => {
    const state = after(SENT, heard(1, 'A room, please.'), sentence(1, 'Of course.'))
    expect(state.lines.map(({ text }) => text)).toEqual(['Good evening.', 'A room, please.'])
    expect(state.open.map(({ text }) => text)).toEqual(['Of course.'])
    expect(state.phase).toBe('answering')
  })

  it('knows which of the own lines can be heard again', () => {
    const earlier = [turn(0, 'learner', 'Hello.'), turn(1, 'learner', 'A room.')]
    const before = begun(lesson(earlier, { recordings: [turn(1, 'learner', '').turn_id] }), [])
    const state = [
      ...sent(2, { recording: new Blob(), keep: true }),
      heard(2, 'Kept.'),
      ...sent(3, { recording: new Blob(), keep: false }),
      heard(3, 'Not kept.'),
      ...sent(4),
      heard(4, 'Typed.'),
    ].reduce(talk, before)
    expect(state.lines.map(({ recorded }) => recorded)).toEqual([false, true, true, false, false])
  })

  it('makes a line of the sentences of a turn, with their sounds', () => {
    const state = after(
      SENT,
      sentence(1, 'Of course.'),
      sentence(2, 'For tonight?'),
      said(2, 'Of course. For tonight?'),
      { type: 'settled' },
    )
    expect(state.lines.at(-1)).toMatchObject({ text: 'Of course. For tonight?', sounds: ['1-1', '1-2'] })
    expect(state).toMatchObject({ open: [], phase: 'idle', problem: null })
  })

  it('leaves to the next turn what is its own', () => {
    const state = after(
      SENT,
      sentence(1, 'We are at a hotel.'),
      sentence(2, 'Hello!'),
      said(2, 'We are at a hotel.'),
    )
    expect(state.lines.at(-1)).toMatchObject({ text: 'We are at a hotel.', sounds: ['1-1'] })
    expect(state.open.map(({ sound }) => sound)).toEqual(['1-2'])
  })

  it('shows a turn as it was stored, also where its sentences were others', () => {
    const state = after(SENT, sentence(1, 'Of course. For'), said(2, 'Of course.'), {
      type: 'settled',
    })
    expect(state.lines.at(-1)).toMatchObject({ text: 'Of course.', sounds: [] })
    expect(state.open).toEqual([])
  })

  it('shows a turn once, however often it is told', () => {
    const state = after(heard(1, 'Hi.'), heard(1, 'Hi.'))
    expect(state.lines).toHaveLength(2)
  })

  it('keeps why a message was not answered until the next one', () => {
    const failed = after(SENT, { type: 'failed', code: 'not_heard' })
    expect(failed).toMatchObject({ phase: 'idle', problem: 'not_heard' })
    expect(talk(failed, SENT)).toMatchObject({ phase: 'sending', problem: null, answer: 2 })
  })

  it('keeps, too, that an answer stopped short', () => {
    const state = after(SENT, heard(1, 'Hi.'), came({ type: 'message.failed', code: 'engine_failed' }), {
      type: 'settled',
    })
    expect(state).toMatchObject({ phase: 'idle', problem: 'engine_failed' })
  })

  it('keeps what was sent until it was heard', () => {
    const state = after(...sent(1))
    expect(state.unsent.map(({ content }) => content)).toEqual([TEXT])
    expect(talk(state, heard(1, 'A room, please.')).unsent).toEqual([])
  })

  it('keeps what could not be sent until it is sent again or thrown away', () => {
    const state = after(...sent(1), failed('network'), ...sent(2), failed('too_many_messages'))
    expect(state.unsent.map(({ code }) => code)).toEqual(['network', 'too_many_messages'])
    const { turn_id: turnId } = turn(1, 'learner', '')
    const again = [{ type: 'sent', turnId } as const, heard(1, 'A room, please.')].reduce(talk, state)
    expect(again.unsent.map(({ code }) => code)).toEqual(['too_many_messages'])
    expect(talk(state, { type: 'discarded', turnId }).unsent.map(({ code }) => code)).toEqual([
      'too_many_messages',
    ])
  })

  it.each(['not_heard', 'clip_too_short'])('lets the next message take the place of one with %s', (code) => {
    const state = after(...sent(1), failed(code))
    expect(state.unsent).toHaveLength(1)
    expect([...sent(2)].reduce(talk, state).unsent.map(({ turnId }) => turnId)).toEqual([
      turn(2, 'learner', '').turn_id,
    ])
  })

  it('knows what was heard while no answer came back', () => {
    const broken = after(...sent(1), failed('network'))
    expect(broken.looks).toBeGreaterThan(0)
    const greeting = turn(0, 'tutor', 'Good evening.')
    const mine = turn(1, 'learner', 'A room, please.')
    const asked = talk(broken, looked(greeting, mine))
    expect(asked).toMatchObject({ unsent: [], problem: 'network', looks: broken.looks - 1 })
    const answered = talk(asked, looked(greeting, mine, turn(2, 'tutor', 'Of course.')))
    expect(answered.lines.map(({ text }) => text)).toEqual(['Good evening.', 'A room, please.', 'Of course.'])
    expect(answered).toMatchObject({ problem: null, looks: 0 })
  })

  it('looks for a while, and not for ever, for what the server may be hearing', () => {
    let state = after(...sent(1), failed('network'))
    for (let look = state.looks; look > 0; look -= 1)
      state = talk(state, looked(turn(0, 'tutor', 'Good evening.')))
    expect(state).toMatchObject({ looks: 0, problem: 'network' })
    expect(state.unsent).toHaveLength(1)
  })

  it('knows from a refusal that a message was heard before', () => {
    const state = after(...sent(1), failed('already_sent'))
    expect(state).toMatchObject({ unsent: [], problem: null, phase: 'idle' })
    expect(state.looks).toBeGreaterThan(0)
  })

  it('keeps a line that was refused in the answer, and looks for it as for any other', () => {
    const refused = after(...sent(1), came({ type: 'message.failed', code: 'message_in_progress' }))
    expect(refused.phase).toBe('sending')
    const state = [{ type: 'settled' } as const, looked(turn(0, 'tutor', 'Good evening.'))].reduce(
      talk,
      refused,
    )
    expect(state).toMatchObject({ problem: 'message_in_progress', looks: refused.looks - 1 })
    expect(state.unsent.map(({ code }) => code)).toEqual(['message_in_progress'])
  })

  it('knows from a refusal in the answer, too, that a message was heard before', () => {
    const state = after(...sent(1), came({ type: 'message.failed', code: 'already_sent' }))
    expect(state).toMatchObject({ unsent: [], problem: null })
    expect(state.looks).toBeGreaterThan(0)
  })

  it('leaves out on the way back what was heard meanwhile', () => {
    const { unsent } = after(...sent(1), failed('network'), ...sent(2), failed('network'))
    expect(begun(lesson([turn(1, 'learner', 'A room, please.')]), unsent).unsent).toHaveLength(1)
  })

  it('ends with the lesson', () => {
    const event: Incoming = {
      type: 'lesson.ended',
      at: '2026-11-20T12:00:00Z',
      n: null,
      end_reason: 'said',
      report: null,
    }
    expect(after(came(event)).ended).toBe('said')
  })
})
