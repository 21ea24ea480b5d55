import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { expectAccessible, renderPage } from '../../test/page'
import { NoticeBar } from './NoticeBar'

it('speaks the page’s language and offers the way on', async () => {
  const onAct = vi.fn()
  const text = { ko: '다시 불러요', en: 'Calling again' }
  const notice = { code: 'tutor_waiting', text, acts: ['retry'], urgent: false } as const
  const { container } = await renderPage(<NoticeBar notice={notice} onAct={onAct} />, { language: 'ko' })
  expect(screen.getByTestId('notice')).toHaveTextContent('다시 불러요')
  expect(screen.getByTestId('notice')).toHaveAttribute('data-code', 'tutor_waiting')
  await userEvent.click(screen.getByRole('button'))
  expect(onAct).toHaveBeenCalledWith('retry')
  await expectAccessible(container)
})

it('is not there when there is nothing to say', async () => {
  await renderPage(<NoticeBar notice={null} onAct={() => undefined} />)
  expect(screen.queryByTestId('notice')).not.toBeInTheDocument()
})
