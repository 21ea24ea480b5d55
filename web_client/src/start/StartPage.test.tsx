import { act, screen, waitFor } from '@testing-library/react'
import { QueryClient } from '@tanstack/react-query'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { KeptLesson } from '../lesson/kept'
import { takeTicket } from '../lesson/tickets'
import { FakePermission } from '../test/fakePermission'
import { LESSON_ID, summary, TICKET } from '../test/lessons'
import { goOnline } from '../test/network'
import { expectAccessible, renderPage, serve, settingsWith, testClient, Where } from '../test/page'
import { StartPage } from './StartPage'
import { stateOfUnconnected } from './unconnected'

const NEWCOMER = {
  'GET /api/lessons': [401, { title: 'Nobody', status: 401, code: 'not_signed_in' }],
  'GET /api/scenarios': [200, { scenarios: [] }],
  'GET /api/voices': [200, { voices: ['alloy', 'marin'], default: 'alloy' }],
} as const satisfies Record<string, [number, unknown]>

const LIST = {
  has_next: false,
  totals: { lessons: 2, total_seconds: 480, learner_speech_seconds: 46 },
}

afterEach(() => {
  vi.useRealTimers()
  goOnline(true)
})

const CHECKED = { microphoneChecked: true }

const posted = (asked: ReturnType<typeof serve>) =>
  asked.filter(({ method }) => method === 'POST').map(({ body }) => body)

describe('the start page', () => {
  it.each(['ko', 'en'] as const)(
    'tells a newcomer in %s what this is, before the first word',
    async (language) => {
      serve(NEWCOMER)
      const { container } = await renderPage(<StartPage />, { language })
      expect(screen.getByText(language === 'ko' ? /사람이 아니라 AI/ : /is an AI/)).toBeVisible()
      expect(screen.queryByTestId('start-continue')).not.toBeInTheDocument()
      await expectAccessible(container)
    },
  )

  it('offers messages after a call that did not connect, for the same lesson', async () => {
    serve(NEWCOMER)
    const { container } = await renderPage(
      <Routes location={{ pathname: '/', state: stateOfUnconnected(LESSON_ID) }}>
        <Route path="/" element={<StartPage />} />
      </Routes>,
    )
    expect(screen.getByRole('link', { name: 'Send voice messages' })).toHaveAttribute(
      'href',
      `/lessons/${LESSON_ID}/messages`,
    )
    await expectAccessible(container)
  })

  it('offers none where nothing was wrong', async () => {
    serve(NEWCOMER)
    await renderPage(<StartPage />)
    expect(screen.queryByTestId('unconnected')).not.toBeInTheDocument()
  })

  it('does not ask for the microphone', async () => {
    const getUserMedia = vi.fn()
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: { getUserMedia } })
    serve({ ...NEWCOMER, 'POST /api/lessons': [201, TICKET] })
    await renderPage(<StartPage />, { settings: settingsWith(CHECKED) })
    await userEvent.click(screen.getByTestId('start-free'))
    expect(getUserMedia).not.toHaveBeenCalled()
    Reflect.deleteProperty(navigator, 'mediaDevices')
  })

  it('does not ask for a voice that the server’s engine no longer has', async () => {
    const asked = serve({ ...NEWCOMER, 'POST /api/lessons': [201, TICKET] })
    await renderPage(<StartPage />, { settings: settingsWith({ ...CHECKED, voice: 'nova' }) })
    await userEvent.click(screen.getByTestId('start-build'))
    await waitFor(() => {
      expect(posted(asked)).toMatchObject([{ mode: 'build', voice: null }])
    })
  })

  it('starts by talking, with the settings of this browser, and hands the ticket on', async () => {
    const client = testClient()
    const asked = serve({ ...NEWCOMER, 'POST /api/lessons': [201, TICKET] })
    await renderPage(<StartPage />, { client, settings: settingsWith(CHECKED) })
    await userEvent.selectOptions(screen.getByLabelText('My level'), 'B1')
    await userEvent.click(screen.getByRole('radio', { name: '2 s' }))
    await userEvent.selectOptions(await screen.findByLabelText("Tutor's voice"), 'Marin')
    await userEvent.click(screen.getByTestId('more-settings'))
    await userEvent.click(screen.getByRole('radio', { name: 'Slower' }))
    await userEvent.click(screen.getByTestId('start-build'))
    await waitFor(() => {
      expect(takeTicket(client, LESSON_ID)).toEqual(TICKET)
    })
    expect(posted(asked)).toEqual([
      { mode: 'build', level: 'B1', voice: 'marin', patience: '2', pace: 'slower', locale: 'en' },
    ])
    expect(takeTicket(client, LESSON_ID)).toBeUndefined()
  })

  it.each([
    ['before the first lesson', {}, 'granted', 'the check'],
    ['where the browser blocks the microphone', CHECKED, 'denied', 'the check'],
    ['later', CHECKED, 'granted', 'the lesson'],
  ] as const)('goes %s with %o and a microphone that is %s to %s', async (_, settings, permission, way) => {
    new FakePermission(permission).install()
    serve({ ...NEWCOMER, 'POST /api/lessons': [201, TICKET] })
    await renderPage(
      <Routes>
        <Route index element={<StartPage />} />
        <Route path="*" element={<Where />} />
      </Routes>,
      { settings: settingsWith(settings) },
    )
    await userEvent.click(screen.getByTestId('start-free'))
    expect(JSON.parse((await screen.findByTestId('where')).textContent)).toEqual(
      way === 'the check'
        ? ['/microphone', { wish: { mode: 'free' } }]
        : [`/lessons/${LESSON_ID}`, { typed: false }],
    )
    Reflect.deleteProperty(navigator, 'permissions')
  })

  it('plays a scene that was typed', async () => {
    const asked = serve({ ...NEWCOMER, 'POST /api/lessons': [201, TICKET] })
    await renderPage(<StartPage />, { settings: settingsWith(CHECKED) })
    await userEvent.click(screen.getByTestId('start-type'))
    for (const [label, text] of [
      ['Where', 'hotel'],
      ['With whom', 'receptionist'],
      ['What for', 'x'.repeat(90)],
    ] as const) {
      await userEvent.click(screen.getByLabelText(label))
      await userEvent.paste(text)
    }
    await userEvent.click(screen.getByTestId('start-scene'))
    await waitFor(() => {
      expect(posted(asked)).toMatchObject([
        { mode: 'scene', scenario: { place: 'hotel', partner: 'receptionist', goal: 'x'.repeat(80) } },
      ])
    })
  })

  it('goes on with the lesson in use last, not with the one that began last', async () => {
    const newer = summary({ lesson_id: TICKET.room_name, title: 'At the doctor' })
    const last = summary({ ended_at: new Date().toISOString() })
    const asked = serve({
      ...NEWCOMER,
      'GET /api/lessons': [200, { ...LIST, lessons: [newer, last], last }],
      'POST /api/lessons': [201, TICKET],
    })
    await renderPage(<StartPage />, { settings: settingsWith(CHECKED) })
    const row = await screen.findByTestId('start-continue')
    expect(row).toHaveTextContent('Checking in · today, 8 min')
    await userEvent.click(row)
    await waitFor(() => {
      expect(posted(asked)).toMatchObject([{ continue_lesson_id: LESSON_ID }])
    })
  })

  it.each([
    ['forgets of a lesson that is begun anew', 'ended', false],
    ['keeps of a lesson that goes on', 'running', true],
  ] as const)('%s what a reload would bring back', async (_, status, muted) => {
    new KeptLesson(LESSON_ID).change({ muted: true, draft: 'Could I', waiting: ['Hello'] })
    const last = summary({ status })
    serve({
      ...NEWCOMER,
      'GET /api/lessons': [200, { ...LIST, lessons: [last], last }],
      'POST /api/lessons': [201, TICKET],
    })
    await renderPage(
      <Routes>
        <Route index element={<StartPage />} />
        <Route path="*" element={<Where />} />
      </Routes>,
      { settings: settingsWith(CHECKED) },
    )
    await userEvent.click(await screen.findByTestId('start-continue'))
    await screen.findByTestId('where')
    expect(new KeptLesson(LESSON_ID).read().muted).toBe(muted)
  })

  it('shows the ways of the card together, once it is known which there are', async () => {
    let come: () => void = () => undefined
    const late = new Promise<void>((resolve) => {
      come = resolve
    })
    serve({ ...NEWCOMER, 'GET /api/lessons': [200, { ...LIST, lessons: [summary()], last: summary() }] })
    const answer = fetch
    vi.stubGlobal('fetch', async (path: string) => {
      if (path.startsWith('/api/lessons')) await late
      return answer(path)
    })
    await renderPage(<StartPage />)
    await screen.findByLabelText("Tutor's voice")
    const card = screen.getByTestId('start-free').closest('ul')
    expect(card).toHaveAttribute('inert')
    expect(card).not.toContainElement(screen.getByTestId('start-build'))
    come()
    expect(card).toContainElement(await screen.findByTestId('start-continue'))
    expect(card).not.toHaveAttribute('inert')
  })

  it.each([
    ['is offline', () => Promise.reject(new TypeError('no network'))],
    ['is in trouble', () => Promise.resolve(new Response(null, { status: 503 }))],
  ])('shows the ways that need no answer at the first one missed, where the server %s', async (_, fails) => {
    vi.stubGlobal('fetch', fails)
    const client = new QueryClient({ defaultOptions: { queries: { retry: 2, retryDelay: 1e6 } } })
    await renderPage(<StartPage />, { client })
    await waitFor(() => {
      expect(screen.getByTestId('start-free').closest('[inert]')).toBeNull()
    })
    client.clear()
  })

  it('leaves the ways in use where they are asked for again after a failure', async () => {
    serve({})
    const client = testClient()
    await renderPage(<StartPage />, { client })
    const card = screen.getByTestId('start-free').closest('ul')
    await waitFor(() => {
      expect(card).not.toHaveAttribute('inert')
    })
    vi.stubGlobal('fetch', () => new Promise(() => undefined))
    act(() => void client.refetchQueries())
    await waitFor(() => {
      expect(client.isFetching()).toBeGreaterThan(1)
    })
    expect(card).not.toHaveAttribute('inert')
  })

  it('waits no longer than a second for which ways there are', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', () => new Promise(() => undefined))
    await renderPage(<StartPage />)
    const card = screen.getByTestId('start-free').closest('ul')
    expect(card).toHaveAttribute('inert')
    act(() => {
      vi.advanceTimersByTime(1000)
    })
    expect(card).not.toHaveAttribute('inert')
  })

  it.each([
    [
      'too many',
      [429, { title: 'x', status: 429, code: 'too_many_lessons', retry_after_seconds: 60 }],
      /again from/,
    ],
    ['a broken server', [500, { title: 'x', status: 500, code: 'internal' }], /did not work/],
  ] as const)('says what to do after %s', async (_, answer, words) => {
    serve({ ...NEWCOMER, 'POST /api/lessons': [...answer] })
    await renderPage(<StartPage />, { settings: settingsWith(CHECKED) })
    await userEvent.click(screen.getByTestId('start-free'))
    expect(await screen.findByText(words)).toBeVisible()
  })

  it('says that a start needs a network, and does not make up for it later', async () => {
    const asked = serve({ ...NEWCOMER, 'POST /api/lessons': [201, TICKET] })
    await renderPage(<StartPage />, { settings: settingsWith(CHECKED) })
    await screen.findByLabelText("Tutor's voice")
    act(() => {
      goOnline(false)
    })
    await userEvent.click(screen.getByTestId('start-free'))
    expect(await screen.findByText('You are offline')).toBeVisible()
    expect(screen.getByTestId('start-build')).toBeEnabled()
    const before = asked.length
    act(() => {
      goOnline(true)
    })
    await expect
      .poll(() => asked.slice(before).map(({ path }) => path.split('?')[0]))
      .toContain('/api/lessons')
    expect(posted(asked.slice(before))).toEqual([])
    await userEvent.click(screen.getByTestId('start-free'))
    await expect.poll(() => posted(asked.slice(before))).toMatchObject([{ mode: 'free' }])
  })
})
