import { act, screen, waitForElementToBeRemoved } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { LESSON_ID, summary } from '../test/lessons'
import { goOnline } from '../test/network'
import { renderPage, serve } from '../test/page'
import HistoryPage from './HistoryPage'

afterEach(() => {
  goOnline(true)
})

const ANSWERS: Record<string, [number, unknown]> = {
  'GET /api/about': [200, { guest_keep_days: 30 }],
  'GET /api/lessons': [
    200,
    {
      lessons: [summary()],
      has_next: false,
      next_before: null,
      totals: { lessons: 1, total_seconds: 480, learner_speech_seconds: 46 },
    },
  ],
  [`DELETE /api/lessons/${LESSON_ID}`]: [204, undefined],
  'DELETE /api/learner': [204, undefined],
}

it.each(['delete', 'delete-all'])(
  'says that %s needs a network, and does not make up for it later',
  async (button) => {
    const asked = serve(ANSWERS)
    await renderPage(<HistoryPage />)
    await screen.findByTestId('records')
    act(() => {
      goOnline(false)
    })
    await userEvent.click(screen.getByTestId(button))
    await userEvent.click(screen.getByTestId('delete-confirm'))
    expect(await screen.findByText('You are offline')).toBeVisible()
    const dialog = screen.getByRole('alertdialog')
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    if (dialog.isConnected) await waitForElementToBeRemoved(dialog)
    const before = asked.length
    act(() => {
      goOnline(true)
    })
    // The list is asked for again: what waited for the network has had its turn.
    await expect
      .poll(() => asked.slice(before).map(({ path }) => path.split('?')[0]))
      .toContain('/api/lessons')
    expect(asked.slice(before).filter(({ method }) => method === 'DELETE')).toEqual([])
  },
)
