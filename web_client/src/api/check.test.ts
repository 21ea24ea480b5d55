import { describe, expect, it } from 'vitest'
import { BorderError, receive, receiveEvent } from './check'

const turn = {
  turn_id: '7f9c0c8e-6a43-4f0e-9f6a-0d3c9f0a1b2c',
  seq: 1,
  role: 'tutor',
  text: 'Good evening.',
  started_at: '2026-11-20T12:00:00Z',
  ended_at: '2026-11-20T12:00:02Z',
  speech_seconds: 1.5,
}

describe('receive', () => {
  it('fills what the contract gives a default', () => {
    expect(receive('Turn', turn)).toEqual({
      ...turn,
      sitting_id: null,
      interrupted: false,
      source: 'voice',
      language: 'en',
      low_confidence: false,
      blocked: false,
    })
  })

  it('drops fields that a newer server added', () => {
    expect(receive('Turn', { ...turn, mood: 'calm' })).not.toHaveProperty('mood')
  })

  it.each([
    ['a missing field', { ...turn, text: undefined }, 'Turn.text is not as agreed, expected to be there'],
    ['a wrong word', { ...turn, role: 'teacher' }, 'Turn.role is not as agreed, expected learner | tutor'],
    ['a fraction', { ...turn, seq: 1.5 }, 'Turn.seq is not as agreed, expected integer'],
    ['a text for a number', { ...turn, speech_seconds: '1' }, 'Turn.speech_seconds is not as agreed'],
    ['no object', 'hello', 'Turn is not as agreed, expected object'],
  ])('names the place of %s and never its value', (_, data, message) => {
    expect(() => receive('Turn', data)).toThrow(message)
    expect(() => receive('Turn', data)).not.toThrow(/teacher|hello/)
  })

  it('looks into lists', () => {
    expect(() => receive('LessonList', { lessons: [{}], has_next: false })).toThrow(
      /^LessonList\.lessons\[0\]\./,
    )
  })
})

describe('receiveEvent', () => {
  it('reads an event of the token server, which has no count', () => {
    const event = receiveEvent(
      JSON.stringify({
        type: 'notice',
        at: '2026-11-20T12:00:00Z',
        code: 'tutor_busy',
        text: { ko: '바빠요', en: 'Busy' },
      }),
    )
    expect(event).toMatchObject({ type: 'notice', n: null, code: 'tutor_busy' })
  })

  it('passes over a type it does not know', () => {
    expect(receiveEvent('{"type":"badge.won","at":"2026-11-20T12:00:00Z"}')).toBeNull()
  })

  it.each(['not json', '{}', '[]', '"lesson.ready"', '{"type":"turn.added"}'])('refuses %s', (text) => {
    expect(() => receiveEvent(text)).toThrow(BorderError)
  })
})
