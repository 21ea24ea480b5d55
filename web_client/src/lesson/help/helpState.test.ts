import { describe, expect, it } from 'vitest'
import { type HelpAction, helpReducer, type HelpState, NO_HELP } from './helpState'

const run = (...actions: HelpAction[]): HelpState => actions.reduce(helpReducer, NO_HELP)
const three: HelpAction = {
  type: 'answered',
  answer: {
    hints: ['Yes, please.', 'No, thank you.', 'What time?'],
    meanings: ['네, 부탁해요.', null, '몇 시예요?'],
  },
}

describe('offers', () => {
  it.each<[string, HelpAction[], HelpState['offer']]>([
    ['the tutor offers a hint', [{ type: 'offered' }], 'hint'],
    ['unused, it becomes the question', [{ type: 'offered' }, { type: 'waited' }], 'idle'],
    [
      'the question is not asked twice',
      [{ type: 'offered' }, { type: 'waited' }, { type: 'offered' }],
      'idle',
    ],
    ['somebody speaks', [{ type: 'offered' }, { type: 'busy' }], 'none'],
    [
      'going on counts the silence anew',
      [{ type: 'offered' }, { type: 'waited' }, { type: 'go_on' }],
      'resting',
    ],
    ['and offers again', [{ type: 'go_on' }, { type: 'waited' }], 'hint'],
    ['who has read and is silent', [{ type: 'read' }, { type: 'waited' }], 'hint'],
    ['who takes it', [{ type: 'offered' }, { type: 'asked' }], 'none'],
  ])('when %s', (_, actions, offer) => {
    expect(run(...actions).offer).toBe(offer)
  })
})

describe('the card', () => {
  it('shows the first of the hints, with its meaning, and the others on demand', () => {
    const at = (times: number) => {
      const { card } = run({ type: 'asked' }, three, ...Array<HelpAction>(times).fill({ type: 'next' }))
      return card.status === 'shown' ? card.hints[card.at] : null
    }
    expect([at(0), at(1), at(3)]).toEqual([
      { text: 'Yes, please.', meaning: '네, 부탁해요.' },
      { text: 'No, thank you.', meaning: null },
      { text: 'Yes, please.', meaning: '네, 부탁해요.' },
    ])
  })

  it.each([
    ['the tutor found none', { hints: [], meanings: [] }],
    ['the call failed', null],
  ])('says so when %s', (_, answer) => {
    expect(run({ type: 'asked' }, { type: 'answered', answer }).card.status).toBe('empty')
  })

  it('stays closed when the answer comes after it was closed', () => {
    expect(run({ type: 'asked' }, { type: 'closed' }, three).card.status).toBe('closed')
  })

  it('stays while the learner reads it aloud, and goes with the line', () => {
    const reading = run({ type: 'asked' }, three, { type: 'busy' })
    expect(reading.card.status).toBe('shown')
    expect(helpReducer(reading, { type: 'said' })).toEqual(NO_HELP)
  })
})
