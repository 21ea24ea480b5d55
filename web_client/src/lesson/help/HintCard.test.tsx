import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import { expectAccessible, renderPage } from '../../test/page'
import { quietPlayer, wav } from '../../test/quietPlayer'
import { HintCard } from './HintCard'
import type { Card } from './helpState'

const shown: Card = {
  status: 'shown',
  hints: [
    { text: 'Yes, please.', meaning: '네, 부탁해요.' },
    { text: 'What time is it?', meaning: null },
  ],
  at: 0,
}

async function card(first: Exclude<Card, { status: 'closed' }>, korean = true) {
  const acts = { onNext: vi.fn(), onClose: vi.fn(), onSend: vi.fn() }
  const sound = vi.fn(() => wav())
  let become: (now: typeof first) => void = () => undefined
  function Page() {
    const [now, setNow] = useState(first)
    become = (next) => {
      act(() => {
        setNow(next)
      })
    }
    return (
      <>
        <button type="button">Elsewhere</button>
        <HintCard
          card={now}
          korean={korean}
          player={quietPlayer()}
          sound={sound}
          opener={{ current: null }}
          {...acts}
        />
      </>
    )
  }
  const { container } = await renderPage(<Page />)
  return { acts, sound, container, become }
}

it('takes the focus while it waits, and moves it to "send" when there is something', async () => {
  const { become, container } = await card({ status: 'loading' })
  expect(screen.getByTestId('hint-close')).toHaveFocus()
  await expectAccessible(container)
  become(shown)
  expect(screen.getByTestId('hint-send')).toHaveFocus()
  expect(screen.getByTestId('hint-text')).toHaveAttribute('lang', 'en')
  expect(screen.getByTestId('hint-meaning')).toHaveTextContent('네, 부탁해요.')
  await expectAccessible(container)
})

it('does not take the focus from where the learner went meanwhile', async () => {
  const { become } = await card({ status: 'loading' })
  await userEvent.click(screen.getByText('Elsewhere'))
  become(shown)
  expect(screen.getByText('Elsewhere')).toHaveFocus()
})

it('sends and speaks the sentence that is shown, and offers another', async () => {
  const { acts, sound } = await card({ ...shown, at: 1 })
  await userEvent.click(screen.getByTestId('hint-send'))
  await userEvent.click(screen.getByTestId('hint-hear'))
  await userEvent.click(screen.getByTestId('hint-next'))
  expect(acts.onSend).toHaveBeenCalledWith('What time is it?')
  expect(sound).toHaveBeenCalledWith('What time is it?', expect.anything())
  expect(acts.onNext).toHaveBeenCalled()
  expect(screen.getByTestId('hint-next')).toHaveTextContent('2/2')
})

it('keeps Korean to itself where no help in Korean is wanted', async () => {
  await card(shown, false)
  expect(screen.queryByTestId('hint-meaning')).not.toBeInTheDocument()
})

it('says gently that there is none, without a button that sends nothing', async () => {
  const { container } = await card({ status: 'empty' })
  expect(screen.getByText(/No hint this time/)).toBeVisible()
  expect(screen.queryByText('How about saying this?')).not.toBeInTheDocument()
  expect(screen.queryByTestId('hint-send')).not.toBeInTheDocument()
  await expectAccessible(container)
})
