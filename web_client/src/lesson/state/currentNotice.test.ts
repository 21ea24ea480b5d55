import { describe, expect, it } from 'vitest'
import { currentNotice, type NoticeFacts } from './currentNotice'

const calm: NoticeFacts = {
  phase: 'in',
  reconnecting: false,
  back: false,
  missedWords: false,
  soundBlocked: false,
  microphone: 'open',
  taken: null,
  deniedSteps: 'mic.denied_body',
  askingLong: false,
  event: null,
  notHeard: 0,
  tutorThere: true,
  waiting: 'short',
}

const event = { code: 'time_nearly_up', text: { ko: '곧', en: 'soon' }, shownAt: 0 } as const

it('is silent while all is well', () => {
  expect(currentNotice(calm)).toBeNull()
})

describe('one notice', () => {
  it.each<[string, Partial<NoticeFacts>, string]>([
    ['another tab', { phase: 'displaced', reconnecting: true }, 'other_tab'],
    ['no network', { phase: 'offline' }, 'offline'],
    ['no way back', { phase: 'failed', microphone: 'denied' }, 'failed'],
    ['a break, over an event', { reconnecting: true, event }, 'network'],
    ['a call, over what happened', { taken: 'call', event }, 'phone_call'],
    ['a switch on the device', { taken: 'device' }, 'microphone_taken'],
    ['blocked sound, over the microphone', { soundBlocked: true, microphone: 'denied' }, 'sound_blocked'],
    ['an event, over the microphone', { event, microphone: 'none' }, 'time_nearly_up'],
    ['the microphone again when the event has passed', { microphone: 'none' }, 'microphone_none'],
    [
      'the browser’s question, when it stands for long',
      { microphone: 'asking', askingLong: true },
      'microphone_asking',
    ],
    ['a tutor that takes its time', { tutorThere: false, waiting: 'long' }, 'coming_slow'],
    [
      'a line that takes its time',
      { phase: 'entering', tutorThere: false, waiting: 'long' },
      'connecting_slow',
    ],
    ['no tutor at all', { tutorThere: false, waiting: 'too_long' }, 'tutor_none'],
    ['the return', { back: true }, 'back'],
  ])('is about %s', (_, facts, code) => {
    expect(currentNotice({ ...calm, ...facts })?.code).toBe(code)
  })

  it('does not nag who would rather type', () => {
    expect(currentNotice({ ...calm, microphone: 'declined' })).toBeNull()
  })

  it('offers a way out of everything that does not mend itself', () => {
    const stuck = [
      { phase: 'displaced' },
      { phase: 'failed' },
      { microphone: 'denied' },
      { soundBlocked: true },
    ] as const
    for (const facts of stuck) expect(currentNotice({ ...calm, ...facts })?.acts).not.toEqual([])
  })

  it.each<[string, Partial<NoticeFacts>]>([
    ['the line is slow', { phase: 'entering', tutorThere: false, waiting: 'long' }],
    ['there is no way in', { phase: 'failed' }],
    ['the line broke', { reconnecting: true }],
    ['no tutor comes', { tutorThere: false, waiting: 'too_long' }],
    ['all tutors are busy', { tutorThere: false, event: { ...event, code: 'tutor_busy' } }],
    ['a tutor is called for', { tutorThere: false, event: { ...event, code: 'tutor_waiting' } }],
  ])('offers a message where a call does not work: %s', (_, facts) => {
    expect(currentNotice({ ...calm, ...facts })?.acts).toContain('message')
  })

  it('offers to hear again what was said while the connection was gone', () => {
    expect(currentNotice({ ...calm, back: true })?.acts).toEqual([])
    expect(currentNotice({ ...calm, back: true, missedWords: true })?.acts).toEqual(['hear_again'])
  })

  it('offers a look at the microphone when the learner was not heard for the third time', () => {
    const not_heard = { ...event, code: 'not_heard' }
    const acts = [2, 3].map((notHeard) => currentNotice({ ...calm, event: not_heard, notHeard })?.acts)
    expect(acts).toEqual([[], ['settings']])
  })
})
