import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { turn } from '../../test/lessons'
import { expectAccessible, renderPage } from '../../test/page'
import { withCaption, withTurn, withTyped } from '../state/lines'
import { Captions } from './Captions'

it('marks who spoke, what was cut, what was typed, and the word being said', async () => {
  let lines = withTurn([], turn(1, 'tutor', 'Your room is on the', { interrupted: true }))
  lines = withTurn(lines, turn(2, 'learner', '조용한 방이요', { low_confidence: true }))
  lines = withTyped(lines, 'typed-0', 'two nights')
  lines = withCaption(lines, { segmentId: 's', role: 'tutor', text: 'Of course, ', final: false })
  const { container } = await renderPage(<Captions lines={lines} />)
  const rows = screen.getAllByTestId('caption')
  expect(
    rows.map(({ dataset }) => [dataset['role'], dataset['interrupted'], dataset['turnId'] !== undefined]),
  ).toEqual([
    ['tutor', 'true', true],
    ['learner', 'false', true],
    ['learner', 'false', false],
    ['tutor', 'false', false],
  ])
  expect(rows[0]).toHaveTextContent('Stopped here')
  expect(rows[1]).toHaveTextContent('Not heard clearly')
  expect(rows[2]).toHaveTextContent('Typed')
  expect(screen.getByText('course,')).toBeVisible()
  expect(screen.getByText('조용한 방이요')).toHaveAttribute('lang', 'ko')
  await expectAccessible(container)
})
