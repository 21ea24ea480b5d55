import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import type { CaptionMode } from '../../settings/settings'
import { turn } from '../../test/lessons'
import { expectAccessible, renderPage } from '../../test/page'
import { type Line, withCaption, withTurn, withTyped } from '../state/lines'
import { Captions } from './Captions'

function Talk({ lines, mode = 'on' }: { lines: readonly Line[]; mode?: CaptionMode }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Captions
      lines={lines}
      mode={mode}
      open={open}
      onOpen={setOpen}
      help={(line) => <p>About {line.text}</p>}
    />
  )
}

it('marks who spoke, what was cut, what was typed, and the word being said', async () => {
  let lines = withTurn([], turn(1, 'tutor', 'Your room is on the', { interrupted: true }))
  lines = withTurn(lines, turn(2, 'learner', '조용한 방이요', { low_confidence: true }))
  lines = withTyped(lines, 'typed-0', 'two nights')
  lines = withCaption(lines, { segmentId: 's', role: 'tutor', text: 'Of course, ', final: false })
  const { container } = await renderPage(<Talk lines={lines} />)
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

it('says of a line that the guardrail stopped why it ends, by a shape of its own', async () => {
  const lines = [
    turn(1, 'tutor', 'All of them', { interrupted: true, blocked: true }),
    turn(2, 'tutor', 'Let us go on.', { interrupted: true }),
  ].reduce<readonly Line[]>(withTurn, [])
  await renderPage(<Talk lines={lines} />)
  const marks = screen.getAllByTestId('cut')
  expect(marks.map(({ dataset, textContent }) => [dataset['shape'], textContent])).toEqual([
    ['shield', 'The tutor was stopped: unsuitable words'],
    ['wave', 'Stopped here'],
  ])
})

const three = [
  turn(1, 'tutor', 'Good evening.'),
  turn(2, 'learner', 'Hello.'),
  turn(3, 'tutor', 'Your name?'),
].reduce<readonly Line[]>(withTurn, [])

describe('a line', () => {
  it('opens and closes, and one is open at a time', async () => {
    const { container } = await renderPage(<Talk lines={three} />)
    const [first, second] = screen.getAllByTestId('line') as [HTMLElement, HTMLElement]
    await userEvent.click(first)
    expect(first).toHaveAttribute('aria-expanded', 'true')
    expect(screen.getByRole('group')).toHaveTextContent('About Good evening.')
    await expectAccessible(container)
    await userEvent.click(second)
    expect(screen.getByRole('group')).toHaveTextContent('About Hello.')
    await userEvent.click(second)
    expect(screen.queryByRole('group')).not.toBeInTheDocument()
  })

  it('is reached with the arrow keys, from one stop of the Tab key: the newest', async () => {
    await renderPage(<Talk lines={three} />)
    await userEvent.tab()
    expect(screen.getByText('Your name?').closest('button')).toHaveFocus()
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{Enter}')
    expect(screen.getByRole('group')).toHaveTextContent('About Good evening.')
    await userEvent.keyboard('{ArrowUp}{End}')
    expect(screen.getByText('Your name?').closest('button')).toHaveFocus()
    await userEvent.keyboard('{Home}')
    await userEvent.tab({ shift: true })
    expect(document.body).toHaveFocus()
  })
})

describe('hidden captions', () => {
  it('are one button for everybody, which shows one line and then opens it', async () => {
    const { container } = await renderPage(<Talk lines={three} mode="tap" />)
    expect(screen.queryByRole('button', { name: 'Good evening.' })).not.toBeInTheDocument()
    const [first] = screen.getAllByRole('button', { name: 'Tap to see' }) as [HTMLElement]
    expect(screen.getByText('Good evening.')).toHaveAttribute('aria-hidden', 'true')
    await expectAccessible(container)
    await userEvent.click(first)
    expect(first).toHaveAccessibleName('Good evening.')
    expect(screen.queryByRole('group')).not.toBeInTheDocument()
    await userEvent.click(first)
    expect(screen.getByRole('group')).toHaveTextContent('About Good evening.')
    expect(screen.getAllByRole('button', { name: 'Tap to see' })).toHaveLength(1)
  })

  it('switched off are rows that can still be opened', async () => {
    const { container } = await renderPage(<Talk lines={three} mode="off" />)
    expect(screen.queryByText('Good evening.')).not.toBeInTheDocument()
    await expectAccessible(container)
    const rows = () => screen.getAllByTestId('line').map((row) => row.textContent)
    expect(rows()).toEqual(['Tutor', 'Me', 'Tutor'])
    const [first] = screen.getAllByTestId('line') as [HTMLElement]
    await userEvent.click(first)
    expect(rows()).toEqual(['Good evening.', 'Me', 'Tutor'])
  })
})
