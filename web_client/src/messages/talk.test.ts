import { describe, expect, it } from 'vitest'
import { lesson, turn } from '../test/lessons'
import type { Incoming } from './send'
import { begun, talk, type TalkAction } from './talk'

const SENT: TalkAction = { type: 'sent', keeps: false }

const came = (event: Incoming): TalkAction => ({ type: 'came', event })
const sentence = (number: number, text: string): TalkAction =>
  came({ type: 'message.sentence', sentence: number, text })
const said = (seq: number, text: string): TalkAction =>
  came({ type: 'message.said', turn: turn(seq, 'tutor', text) })
const heard = (seq: number, text: string): TalkAction =>
  came({ type: 'message.heard', turn: turn(seq, 'learner', text), clip: null })

function after(...actions: TalkAction[]) {
  return actions.reduce(talk, begun(lesson([turn(0, 'tutor', 'Good evening.')])))
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
    const before = begun(lesson(earlier, { recordings: [turn(1, 'learner', '').turn_id] }))
    const state = [
      { type: 'sent', keeps: true } as const,
      heard(2, 'Kept.'),
      SENT,
      heard(3, 'Typed.'),
    ].reduce(talk, before)
    expect(state.lines.map(({ recorded }) => recorded)).toEqual([false, true, true, false])
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
