import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useRef } from 'react'
import { expect, it, vi } from 'vitest'
import { expectAccessible, renderPage } from '../../test/page'
import type { NoticeAct } from '../state/currentNotice'
import { NoticeBar } from './NoticeBar'

it('speaks the page’s language and offers the way on', async () => {
  const onAct = vi.fn()
  const text = { ko: '다시 불러요', en: 'Calling again' }
  const notice = { code: 'tutor_waiting', text, acts: ['retry'], urgent: false } as const
  const { container } = await renderPage(
    <NoticeBar notice={notice} onAct={onAct} after={{ current: null }} />,
    { language: 'ko' },
  )
  expect(screen.getByTestId('notice')).toHaveTextContent('다시 불러요')
  expect(screen.getByTestId('notice')).toHaveAttribute('data-code', 'tutor_waiting')
  await userEvent.click(screen.getByRole('button'))
  expect(onAct).toHaveBeenCalledWith('retry')
  await expectAccessible(container)
})

it('is not there when there is nothing to say', async () => {
  await renderPage(<NoticeBar notice={null} onAct={() => undefined} after={{ current: null }} />)
  expect(screen.queryByTestId('notice')).not.toBeInTheDocument()
})

it('leaves the focus in the conversation when the way on goes while the focus is on it', () => {
  const { rerender } = render(<Page acts={['take_back']} />)
  screen.getByTestId('notice-take_back').focus()
  rerender(<Page acts={[]} />)
  expect(screen.getByTestId('conversation')).toHaveFocus()
})

function Page({ acts }: { acts: readonly NoticeAct[] }) {
  const conversation = useRef<HTMLDivElement>(null)
  const notice = { code: 'other_tab', text: 'notice.other_tab', acts, urgent: false } as const
  return (
    <div ref={conversation} tabIndex={-1} data-testid="conversation">
      <NoticeBar notice={notice} onAct={() => undefined} after={conversation} />
    </div>
  )
}
