import { expect, it } from 'vitest'
import { AT_REST, talkStep, type TalkStep } from './talkState'

const press: TalkStep = { type: 'press', now: 1000 }
const away: TalkStep = { type: 'slide', away: true }
const back: TalkStep = { type: 'slide', away: false }
const release = (now: number): TalkStep => ({ type: 'release', now })

it.each<[string, TalkStep[], string[], string | null]>([
  ['held and let go', [press, release(2000)], ['start', 'stop'], 'sent'],
  ['a short yes', [press, release(1200)], ['start', 'stop'], 'sent'],
  ['a tap', [press, release(1199)], ['start', 'cancel'], 'short'],
  ['slid away and let go', [press, away, release(2000)], ['start', 'cancel'], 'canceled'],
  ['slid away and back', [press, away, back, release(2000)], ['start', 'stop'], 'sent'],
  ['cancelled by key', [press, { type: 'cancel' }], ['start', 'cancel'], 'canceled'],
  ['taken from the hand', [press, { type: 'lost' }], ['start', 'stop'], 'sent'],
  ['taken from the hand while sliding', [press, away, { type: 'lost' }], ['start', 'stop'], 'sent'],
  ['pressed twice, by finger and key', [press, press, release(2000), release(2100)], ['start', 'stop'], null],
  ['let go without a press', [release(1000), away, { type: 'cancel' }, { type: 'lost' }], [], null],
])('%s', (_, steps, told, outcome) => {
  const said: string[] = []
  let last = { state: AT_REST, tell: null, outcome: null } as ReturnType<typeof talkStep>
  for (const step of steps) {
    last = talkStep(last.state, step)
    if (last.tell !== null) said.push(last.tell)
  }
  expect([said, last.state.phase, last.outcome]).toEqual([told, 'idle', outcome])
})
