import { describe, expect, it } from 'vitest'
import type { TurnLatency } from '../contract'
import { axisOf, barsOf, place, ticksOf } from './waterfall'

const NOTHING: TurnLatency = {
  answers: null,
  vad_end: null,
  turn_decided: null,
  stt_final: null,
  llm_first_token: null,
  llm_first_sentence: null,
  tts_first_byte: null,
  audio_out: null,
  total: null,
  engine: 'realtime',
  channel: 'voice',
  interrupted: false,
}

describe('barsOf', () => {
  it.each([
    ['nothing measured', {}, []],
    ['no decision to count from', { audio_out: 12 }, []],
    [
      'a spoken turn of the realtime engine',
      { vad_end: 8.5, turn_decided: 10, llm_first_token: 10.25, tts_first_byte: 10.5, audio_out: 10.75 },
      ['silence -1.5 0', 'first token 0 0.25', 'voice 0.25 0.5', 'on its way 0.5 0.75'],
    ],
    [
      'a fixed sentence after a typed line',
      { turn_decided: 10, tts_first_byte: 10.5, audio_out: 10.75 },
      ['voice 0 0.5', 'on its way 0.5 0.75'],
    ],
    [
      'a transcript that was there before the decision',
      { turn_decided: 10, stt_final: 9.5 },
      ['transcript 0 0'],
    ],
  ] as const)('draws %s', (_, given, expected) => {
    expect(barsOf({ ...NOTHING, ...given }).map(({ name, start, end }) => `${name} ${start} ${end}`)).toEqual(
      expected,
    )
  })
})

it('puts all replies on one axis of half seconds', () => {
  const axis = axisOf([
    { name: 'silence', start: -1.3, end: 0 },
    { name: 'voice', start: 0.2, end: 1.1 },
  ])
  expect(axis).toEqual({ start: -1.5, end: 1.5 })
  expect(place(0, axis)).toBe(50)
  expect(ticksOf(axis)).toEqual([-1, 0, 1])
})

it('has an axis without replies too', () => {
  expect(axisOf([])).toEqual({ start: 0, end: 0.5 })
})
