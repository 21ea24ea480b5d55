import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { UnsentContext } from '../messages/unsent'
import { LESSON_ID, summary } from '../test/lessons'
import { expectAccessible, renderPage, serve, settingsWith } from '../test/page'
import HistoryPage from './HistoryPage'

const NO_TOTALS = { lessons: 0, total_seconds: 0, learner_speech_seconds: 0 }
const NOTHING = { lessons: [], has_next: false, next_before: null, totals: NO_TOTALS }
const TOTALS = { lessons: 3, total_seconds: 2340, learner_speech_seconds: 845.4 }
const OTHER = '11111111-2222-4333-8444-555555555555'
const TWO = {
  lessons: [summary(), summary({ lesson_id: OTHER, title: 'At the doctor' })],
  has_next: false,
  next_before: null,
  totals: TOTALS,
}

function serveHistory(list: unknown, more: Record<string, [number, unknown]> = {}) {
  const answers: Record<string, [number, unknown]> = {
    'GET /api/lessons': [200, list],
    'GET /api/about': [200, { guest_keep_days: 30 }],
    ...more,
  }
  return { answers, asked: serve(answers) }
}

const rows = () => screen.findAllByTestId('lesson')

describe('the history', () => {
  it.each(['ko', 'en'] as const)('shows lessons and all of them together, in %s', async (language) => {
    serveHistory(TWO)
    const { container } = await renderPage(<HistoryPage />, { language })
    expect(await rows()).toHaveLength(2)
    const records = screen.getByTestId('records')
    for (const value of language === 'ko' ? ['3번', '39분', '14분'] : ['3', '39 min', '14 min'])
      expect(within(records).getByText(value)).toBeVisible()
    expect(await within(records).findByText(language === 'ko' ? /30일 동안/ : /for 30 days/)).toBeVisible()
    expect(within(records).getByTestId('download')).toHaveAttribute('href', '/api/learner/export')
    await expectAccessible(container)
  })

  it('names the partner where the title does not', async () => {
    const titled = summary({ lesson_id: OTHER, title: 'hotel / receptionist / check in' })
    serveHistory({ ...TWO, lessons: [summary(), titled] })
    await renderPage(<HistoryPage />)
    const [plain, whole] = await rows()
    expect(plain).toHaveTextContent('receptionist ·')
    expect(whole).not.toHaveTextContent('receptionist ·')
  })

  it('searches on the server', async () => {
    const { asked } = serveHistory(TWO)
    await renderPage(<HistoryPage />)
    await rows()
    await userEvent.type(screen.getByRole('searchbox'), 'hotel')
    await waitFor(() => {
      expect(asked.at(-1)?.path).toBe('/api/lessons?limit=20&q=hotel')
    })
  })

  it('asks once for a word that is typed, and keeps the list until the answer is there', async () => {
    const { asked, answers } = serveHistory(TWO)
    await renderPage(<HistoryPage />)
    await rows()
    const gone: string[] = []
    const watch = new MutationObserver(() => {
      for (const part of ['lesson', 'records'])
        if (screen.queryAllByTestId(part).length === 0) gone.push(part)
    })
    watch.observe(document.body, { subtree: true, childList: true })
    answers['GET /api/lessons'] = [200, { ...TWO, lessons: TWO.lessons.slice(0, 1) }]
    await userEvent.type(screen.getByRole('searchbox'), 'hotel')
    await waitFor(() => {
      expect(screen.getAllByTestId('lesson')).toHaveLength(1)
    })
    watch.disconnect()
    expect(gone).toEqual([])
    expect(asked.filter(({ path }) => path.includes('q=')).map(({ path }) => path)).toEqual([
      '/api/lessons?limit=20&q=hotel',
    ])
  })

  it('takes no longer words than the server', async () => {
    const { asked } = serveHistory(TWO)
    await renderPage(<HistoryPage />)
    await rows()
    await userEvent.click(screen.getByRole('searchbox'))
    await userEvent.paste('가'.repeat(201))
    await waitFor(() => {
      expect(asked.at(-1)?.path).toBe(`/api/lessons?limit=20&q=${encodeURIComponent('가'.repeat(200))}`)
    })
  })

  it('says that nothing was found, and keeps the records', async () => {
    const { answers } = serveHistory(TWO)
    await renderPage(<HistoryPage />)
    await rows()
    answers['GET /api/lessons'] = [200, { ...NOTHING, totals: TOTALS }]
    await userEvent.type(screen.getByRole('searchbox'), 'x')
    expect(await screen.findByText('No lesson has those words')).toBeVisible()
    expect(screen.getByTestId('records')).toBeVisible()
  })

  it('sends a newcomer to the scenes', async () => {
    serveHistory(NOTHING, { 'GET /api/lessons': [401, { title: 'x', status: 401, code: 'not_signed_in' }] })
    const { container } = await renderPage(<HistoryPage />)
    expect(await screen.findByRole('link', { name: 'Pick a scene' })).toHaveAttribute('href', '/scenes')
    expect(screen.queryByTestId('records')).not.toBeInTheDocument()
    await expectAccessible(container)
  })

  it('lets a learner without lessons download and delete what is still kept', async () => {
    const { asked, answers } = serveHistory(NOTHING, { 'DELETE /api/learner': [204, undefined] })
    await renderPage(<HistoryPage />, { settings: settingsWith({ level: 'B1' }) })
    expect(await screen.findByTestId('download')).toBeVisible()
    await userEvent.click(screen.getByTestId('delete-all'))
    expect(screen.getByText('Your settings will be gone for good.')).toBeVisible()
    answers['GET /api/lessons'] = [401, { title: 'x', status: 401, code: 'not_signed_in' }]
    await userEvent.click(screen.getByTestId('delete-confirm'))
    await waitFor(() => {
      expect(screen.queryByTestId('records')).not.toBeInTheDocument()
    })
    expect(asked.some(({ method }) => method === 'DELETE')).toBe(true)
    expect(localStorage).toHaveLength(0)
  })

  it('offers another try where the server is in trouble', async () => {
    const { answers } = serveHistory(TWO, { 'GET /api/lessons': [503, undefined] })
    await renderPage(<HistoryPage />)
    const again = await screen.findByRole('button', { name: 'Try again' })
    answers['GET /api/lessons'] = [200, TWO]
    await userEvent.click(again)
    expect(await rows()).toHaveLength(2)
  })

  it('deletes one lesson when that is confirmed, and says so', async () => {
    const { answers, asked } = serveHistory(TWO, { [`DELETE /api/lessons/${LESSON_ID}`]: [204, undefined] })
    await renderPage(<HistoryPage />)
    await userEvent.click(await screen.findByRole('button', { name: 'Delete Checking in' }))
    const dialog = screen.getByRole('alertdialog')
    await expectAccessible(dialog)
    expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    expect(asked.filter(({ method }) => method === 'DELETE')).toEqual([])

    await userEvent.click(screen.getByRole('button', { name: 'Delete Checking in' }))
    answers['GET /api/lessons'] = [200, { ...TWO, lessons: TWO.lessons.slice(1) }]
    await userEvent.click(screen.getByTestId('delete-confirm'))
    await waitFor(() => {
      expect(screen.getByTestId('deleted')).toHaveTextContent('Deleted')
    })
    expect(await rows()).toHaveLength(1)
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  })

  it('deletes everything, and the settings of this browser with it', async () => {
    const { answers, asked } = serveHistory(TWO, { 'DELETE /api/learner': [503, undefined] })
    const settings = settingsWith({ voice: 'verse', level: 'B1' })
    const unsent = new Map([[LESSON_ID, []]])
    await renderPage(
      <UnsentContext value={unsent}>
        <HistoryPage />
      </UnsentContext>,
      { settings },
    )
    await userEvent.click(await screen.findByTestId('delete-all'))
    expect(screen.getByText('3 lessons and your settings will be gone for good.')).toBeVisible()
    await userEvent.click(screen.getByTestId('delete-confirm'))
    expect(await screen.findByText(/did not work/)).toBeVisible()
    expect(settings.read().voice).toBe('verse')

    answers['DELETE /api/learner'] = [204, undefined]
    answers['GET /api/lessons'] = [401, { title: 'x', status: 401, code: 'not_signed_in' }]
    await userEvent.click(screen.getByTestId('delete-confirm'))
    expect(await screen.findByText(/No conversations yet/)).toBeVisible()
    expect(screen.getByTestId('deleted')).toHaveTextContent('Deleted')
    expect([settings.read().voice, localStorage.length, unsent.size]).toEqual([null, 0, 0])
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
    expect(asked.filter(({ method }) => method === 'DELETE')).toHaveLength(2)
  })
})
