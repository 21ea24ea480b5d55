import { describe, expect, it } from 'vitest'
import type { Turn } from '../../contract'
import { type Line, withCaption, withNoneGrowing, withRecord, withTurn, withTyped } from './lines'

function turn(seq: number, role: Turn['role'], text: string, more: Partial<Turn> = {}): Turn {
  return {
    turn_id: `turn-${seq}`,
    sitting_id: 'sitting',
    seq,
    role,
    text,
    started_at: `2026-11-20T12:00:${String(seq).padStart(2, '0')}Z`,
    ended_at: `2026-11-20T12:00:${String(seq + 1).padStart(2, '0')}Z`,
    speech_seconds: 1,
    interrupted: false,
    source: 'voice',
    language: 'en',
    low_confidence: false,
    blocked: false,
    ...more,
  }
}

const tutor = (segmentId: string, text: string, final = false) =>
  ({ segmentId, role: 'tutor', text, final }) as const
const learner = (segmentId: string, text: string, final = false) =>
  ({ segmentId, role: 'learner', text, final }) as const

const texts = (lines: readonly Line[]) => lines.map((line) => `${line.role[0] ?? ''}: ${line.text}`)

describe('captions', () => {
  it('grow in place', () => {
    let lines = withCaption([], tutor('a', 'Good'))
    lines = withCaption(lines, tutor('a', 'Good evening.'))
    expect(texts(lines)).toEqual(['t: Good evening.'])
    expect(lines[0]?.growing).toBe(true)
    expect(withCaption(lines, tutor('a', 'Good evening.', true))[0]?.growing).toBe(false)
  })

  it('show nothing before the first word', () => {
    expect(withCaption([], tutor('a', ''))).toEqual([])
  })
})

it('stop growing when the room is left', () => {
  const lines = withNoneGrowing(withCaption([], tutor('a', 'Your room is')))
  expect(lines[0]).toMatchObject({ text: 'Your room is', growing: false })
})

describe('a turn', () => {
  it('takes the place and key of its caption, and its words are final', () => {
    const lines = withTurn(
      withCaption([], learner('a', 'i have a reservation')),
      turn(1, 'learner', 'I have a reservation.'),
    )
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ key: 'a', text: 'I have a reservation.', turn: { turn_id: 'turn-1' } })
  })

  it('cuts an interrupted line to what was heard', () => {
    const lines = withTurn(
      withCaption([], tutor('a', 'Your room is on the second floor, next', true)),
      turn(1, 'tutor', 'Your room is on the second', { interrupted: true }),
    )
    expect(texts(lines)).toEqual(['t: Your room is on the second'])
    expect(lines[0]?.turn?.interrupted).toBe(true)
  })

  it('is not undone by the second, final caption of a learner', () => {
    let lines = withTurn(withCaption([], learner('a', 'hello')), turn(1, 'learner', 'Hello.'))
    lines = withCaption(lines, learner('a', 'hello', true))
    expect(texts(lines)).toEqual(['l: Hello.'])
  })

  it('swallows its caption where that comes later', () => {
    let lines = withTurn([], turn(1, 'learner', 'A quiet room, please.'))
    lines = withCaption(lines, learner('a', 'a quiet room please', true))
    expect(texts(lines)).toEqual(['l: A quiet room, please.'])
  })

  it('does not swallow a new line that begins alike after a reload', () => {
    let lines = withRecord([], [turn(1, 'tutor', 'Good evening. How can I help you?', { interrupted: true })])
    lines = withCaption(lines, tutor('b', 'Good evening.'))
    expect(lines).toHaveLength(2)
  })

  it('leaves the growing line of the other thing being said alone', () => {
    let lines = withCaption([], tutor('b', 'Would you like breakfast'))
    lines = withTurn(lines, turn(1, 'tutor', 'Your room is ready.'))
    expect(texts(lines)).toEqual(['t: Your room is ready.', 't: Would you like breakfast'])
  })

  it('comes twice without harm', () => {
    const once = withTurn([], turn(1, 'tutor', 'Hello.'))
    expect(texts(withTurn(once, turn(1, 'tutor', 'Hello.')))).toEqual(['t: Hello.'])
  })

  it('stands by seq, whatever came first', () => {
    let lines = withCaption([], tutor('a', 'Welcome, Ms. Kim. Your room'))
    lines = withCaption(lines, learner('b', 'Sorry, a quiet room'))
    lines = withTurn(lines, turn(3, 'learner', 'Sorry, a quiet room?'))
    lines = withTurn(lines, turn(2, 'tutor', 'Welcome, Ms. Kim.', { interrupted: true }))
    expect(texts(lines)).toEqual(['t: Welcome, Ms. Kim.', 'l: Sorry, a quiet room?'])
    lines = withTurn(lines, turn(1, 'learner', 'My name is Kim.'))
    expect(texts(lines)[0]).toBe('l: My name is Kim.')
  })

  it('belongs to the closest caption where a second tutor says the same once more', () => {
    let lines = withCaption([], tutor('dead', 'We are at the hotel', true))
    lines = withCaption(lines, tutor('b', 'We are at the hotel. Good evening!', true))
    lines = withTurn(lines, turn(1, 'tutor', 'We are at the hotel. Good evening!'))
    expect(lines.map(({ key }) => key)).toEqual(['b'])
  })

  it('removes a caption that was never heard', () => {
    let lines = withCaption([], tutor('a', 'Hm', true))
    lines = withCaption(lines, tutor('b', 'Of course, madam.', true))
    lines = withTurn(lines, turn(1, 'tutor', 'Of course, madam.'))
    expect(texts(lines)).toEqual(['t: Of course, madam.'])
  })
})

describe('a typed line', () => {
  it('stands at once and is confirmed by its turn', () => {
    let lines = withTyped([], 'mine', 'two nights ')
    expect(lines[0]).toMatchObject({ unconfirmed: true, role: 'learner' })
    lines = withTurn(lines, turn(1, 'learner', 'two nights', { source: 'text' }))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ key: 'mine', unconfirmed: false })
  })

  it('is not taken for something spoken', () => {
    let lines = withTyped([], 'mine', 'two nights')
    lines = withTurn(lines, turn(1, 'learner', 'Two nights, please.'))
    expect(lines).toHaveLength(2)
  })
})

describe('the record after a rejoin', () => {
  it('fills what was missed and keeps what is still being said or sent', () => {
    let lines = withTyped(withTurn([], turn(1, 'tutor', 'Hello.')), 'mine', 'hi there')
    lines = withCaption(lines, tutor('c', 'And now'))
    lines = withRecord(lines, [turn(1, 'tutor', 'Hello.'), turn(2, 'learner', 'Good morning.')])
    expect(texts(lines)).toEqual(['t: Hello.', 'l: Good morning.', 'l: hi there', 't: And now'])
  })
})
