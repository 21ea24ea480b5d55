import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lessonQuery, reportQuery } from '../api/lessons'
import type { Lesson, Report } from '../contract'
import { lesson, LESSON_ID, turn } from '../test/lessons'
import { expectAccessible, renderPage, serve, testClient, Where } from '../test/page'
import { leftState } from './left'
import ReportPage from './ReportPage'

const turns = [
  turn(0, 'tutor', 'Good evening. Your room is on the', { interrupted: true }),
  turn(1, 'learner', 'Sorry, a quiet room, please?'),
  turn(2, 'learner', '두 밤이요', { source: 'text', language: 'ko' }),
]

const report: Report = {
  version: 1,
  lesson_id: LESSON_ID,
  started_at: '2026-11-20T12:00:00Z',
  ended_at: '2026-11-20T12:08:00Z',
  end_reason: 'button',
  scenario: { place: 'hotel', partner: 'receptionist', goal: 'check in' },
  total_seconds: 480,
  learner_speech_seconds: 46,
  tutor_speech_seconds: 54,
  learner_turns: 2,
  tutor_turns: 1,
  speaking_share: 0.46,
  wpm: 96.4,
  band: 'normal',
  longest_turn_seconds: 3,
  response_seconds_median: 2.68,
  hesitation_count: 0,
  hesitation_seconds: 0,
  interrupted_turns: 1,
  pace: [80, 95, 110].map((wpm, index) => ({
    turn_id: turn(index, 'learner', '').turn_id,
    at: turn(index, 'learner', '').started_at,
    wpm,
  })),
  responses: [],
  turns: [],
  latency: { replies: 0, stages: [] },
  usage: { models: [], purposes: [], cost: null },
}

const NOT_READY: [number, unknown] = [404, { title: 'Not ready', status: 404, code: 'not_ready' }]

async function open(
  row: Lesson | null,
  answer: [number, unknown] = NOT_READY,
  more: Record<string, [number, unknown]> = {},
  state: unknown = null,
) {
  serve({
    ...more,
    [`GET /api/lessons/${LESSON_ID}`]: row
      ? [200, row]
      : [404, { title: 'x', status: 404, code: 'unknown_lesson' }],
    [`GET /api/lessons/${LESSON_ID}/report`]: answer,
  })
  return openReport(state)
}

/** `state`: what lies in the browser's history. */
async function openReport(state: unknown = null, client = testClient()) {
  const { container } = await renderPage(
    <>
      <Routes>
        <Route path="/lessons/:lessonId/report" element={<ReportPage />} />
        <Route path="*" element={null} />
      </Routes>
      <Where />
    </>,
    { at: { pathname: `/lessons/${LESSON_ID}/report`, state }, client },
  )
  return container
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => {
  vi.useRealTimers()
})

describe('the report', () => {
  it('shows the conversation with times, who spoke, and where the tutor was cut', async () => {
    const container = await open(lesson(turns), [200, report])
    const rows = await screen.findAllByTestId('turn')
    expect(rows.map((row) => [row.dataset['role'], row.querySelector('time')?.textContent])).toEqual([
      ['tutor', '0:00'],
      ['learner', '0:05'],
      ['learner', '0:10'],
    ])
    expect(rows[0]).toHaveTextContent(/Stopped here$/)
    expect(rows[2]).toHaveTextContent('Typed')
    expect(screen.getByText('두 밤이요')).toHaveAttribute('lang', 'ko')
    await expectAccessible(container)
  })

  it('lets a kept voice message be heard again, as it was', async () => {
    const own = turns[1]?.turn_id ?? ''
    const container = await open(lesson(turns, { recordings: [own] }), [200, report])
    const rows = await screen.findAllByTestId('turn')
    expect(rows.map((row) => row.textContent.includes('Voice message'))).toEqual([false, true, false])
    const buttons = async (row: HTMLElement | undefined) => {
      await userEvent.click(within(row ?? container).getByTestId('turn-open'))
      return screen.queryAllByRole('button', { name: /^Hear/ }).map(({ textContent }) => textContent)
    }
    expect(await buttons(rows[1])).toEqual(['Hear again'])
    await expectAccessible(container)
    expect(await buttons(rows[2])).toEqual([])
    expect(await buttons(rows[0])).toEqual(['Hear again', 'Hear slowly'])
  })

  it('does not blame the learner for a line that the guardrail stopped', async () => {
    await open(
      lesson([turn(0, 'tutor', 'All of them', { interrupted: true, blocked: true }), ...turns.slice(1)]),
    )
    const [row] = await screen.findAllByTestId('turn')
    expect(row).toHaveTextContent('The tutor was stopped: unsuitable words')
    expect(row).not.toHaveTextContent('Stopped here')
  })

  it('counts no share and no pace for who wrote every line', async () => {
    const written = { learner_speech_seconds: 0, speaking_share: 0, wpm: null, pace: [] }
    await open(lesson(turns), [200, { ...report, ...written }])
    expect(await screen.findByText('This time you wrote your lines')).toBeVisible()
    expect(screen.queryByText(/0%/)).not.toBeInTheDocument()
    expect(screen.queryByText('Speaking pace')).not.toBeInTheDocument()
  })

  it('says its numbers as sentences', async () => {
    await open(lesson(turns), [200, report])
    expect(await screen.findByText('46% of all the talking was yours')).toBeVisible()
    expect(screen.getByText('96 words a minute, a little faster toward the end')).toBeVisible()
    expect(screen.getByText('You usually began after 2.7 s')).toBeVisible()
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('You spoke 2 times in 8 minutes')
  })

  it('draws pace and waiting, and gives the same values as tables', async () => {
    const talk = Array.from({ length: 8 }, (_, seq) =>
      turn(seq, seq % 2 ? 'learner' : 'tutor', `line ${seq}`),
    )
    const responses = [1, 3, 5].map((seq, index) => ({
      turn_id: turn(seq, 'learner', '').turn_id,
      seconds: [2, 6.75, 2.68][index] ?? 0,
    }))
    const container = await open(lesson(talk), [200, { ...report, responses }])
    expect(
      await screen.findByRole('img', { name: 'Pace over time: 80 words a minute at first, 110 at the end.' }),
    ).toBeVisible()
    expect(
      screen.getByRole('img', {
        name: 'Time before each of 3 turns: median 2.7 s, longest 6.8 s at turn 2.',
      }),
    ).toBeVisible()
    for (const button of screen.getAllByRole('button', { name: 'Show as a table' }))
      await userEvent.click(button)
    const rows = screen.getAllByRole('row').map((row) => row.textContent)
    expect(rows).toEqual([
      'TimeWords a minute',
      '0:0080',
      '0:0595',
      '0:10110',
      'TurnTime taken',
      'Turn 12.0 s',
      'Turn 26.8 s',
      'Turn 32.7 s',
    ])
    await userEvent.click(screen.getByTestId('report-how'))
    expect(screen.getByText(/Pace counts only the time you made sound/)).toBeVisible()
    await expectAccessible(container)
  })

  it('tells who asks what the models used, with prices where there are any', async () => {
    const model = {
      part: 'realtime' as const,
      model: 'gpt-realtime',
      input_tokens: 1200,
      input_cached_tokens: 800,
      input_audio_tokens: 900,
      input_cached_audio_tokens: 600,
      output_tokens: 34,
      output_audio_tokens: 20,
      audio_seconds: 0,
      characters: 0,
      cost: 0.0421,
    }
    const usage = {
      models: [
        model,
        {
          ...model,
          part: 'tts' as const,
          model: 'tts-1',
          input_tokens: 0,
          output_tokens: 0,
          audio_seconds: 12.4,
          characters: 80,
          cost: null,
        },
      ],
      purposes: [
        { ...model, purpose: 'hint' as const },
        { ...model, purpose: 'talk' as const },
      ],
      cost: 0.0421,
    }
    await open(lesson(turns), [200, { ...report, usage }])
    await userEvent.click(await screen.findByTestId('report-used'))
    const rows = [...screen.getByTestId('report-models').children].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    )
    expect(rows).toEqual([
      ['gpt-realtime', '0.0421', '1,234 tokens', 'hints, the talk'],
      ['tts-1', '13 s of sound · 80 characters'],
      ['Cost in all', '0.0421'],
    ])
  })

  it('shows no use where none is counted', async () => {
    await open(lesson(turns), [200, report])
    expect(await screen.findByTestId('report-how')).toBeVisible()
    expect(screen.queryByTestId('report-used')).toBeNull()
  })

  it('says where the lesson played and what interrupted lines lost', async () => {
    await open(lesson(turns), [200, report])
    expect(await screen.findByText('receptionist')).toBeVisible()
    const cut = await screen.findByRole('figure', { name: 'Stopped in the middle' })
    expect(cut).toHaveTextContent('The tutor stopped 1 time before the end')
    await userEvent.click(within(cut).getByRole('button', { name: 'Show as a table' }))
    expect(
      within(cut)
        .getAllByRole('row')
        .map((row) => row.textContent),
    ).toEqual(['TimeHeard up to', '0:00… evening. Your room is on the'])
    expect(within(cut).getByText(/^… evening/)).toHaveAttribute('lang', 'en')
  })

  it('opens one line at a time: what it means, and the tutor’s voice again', async () => {
    const [tutorLine, mine] = turns
    const container = await open(lesson(turns), [200, report], {
      [`POST /api/turns/${tutorLine?.turn_id ?? ''}/translation`]: [200, { text: '안녕하세요. 방은' }],
      [`POST /api/turns/${mine?.turn_id ?? ''}/translation`]: [
        503,
        { title: 'x', status: 503, code: 'translation_unavailable' },
      ],
    })
    const lines = await screen.findAllByTestId('turn-open')
    await userEvent.click(lines[0] ?? container)
    expect(await screen.findByText('안녕하세요. 방은')).toHaveAttribute('lang', 'ko')
    expect(screen.getByRole('button', { name: 'Hear slowly' })).toBeVisible()
    await expectAccessible(container)
    await userEvent.click(lines[1] ?? container)
    expect(await screen.findByText(/No translation right now/)).toBeVisible()
    expect(screen.getAllByTestId('line-panel')).toHaveLength(1)
    expect(screen.queryByRole('button', { name: 'Hear slowly' })).not.toBeInTheDocument()
    await userEvent.click(lines[1] ?? container)
    expect(screen.queryByTestId('line-panel')).not.toBeInTheDocument()
  })

  it('does without numbers where there is no report', async () => {
    await open(lesson(turns.slice(0, 1), { end_reason: 'worker_lost' }))
    expect(await screen.findByText('A short talk')).toBeVisible()
    expect(screen.getByTestId('end-reason')).toHaveTextContent('Something went wrong')
  })

  const RUNNING = lesson(turns, { status: 'running', stage: 'roleplay', ended_at: null, end_reason: null })

  it('leads to a lesson that still runs elsewhere', async () => {
    const container = await open(RUNNING)
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(
      'This lesson is still going on',
    )
    expect(screen.getByTestId('end-reason')).toHaveTextContent('You can look back on it here once it is over')
    await expectAccessible(container)
    await userEvent.click(screen.getByRole('button', { name: 'Go to the lesson' }))
    expect(screen.getByTestId('where')).toHaveTextContent(`["/lessons/${LESSON_ID}",null]`)
  })

  it('waits for the end of a lesson that was just left, and shows it then', async () => {
    const answers = {
      [`GET /api/lessons/${LESSON_ID}`]: [200, RUNNING] as [number, unknown],
      [`GET /api/lessons/${LESSON_ID}/report`]: [200, report] as [number, unknown],
    }
    const asked = serve(answers)
    await openReport(leftState())
    expect(await screen.findByTestId('end-reason')).toHaveTextContent('Putting the conversation together')
    expect(asked.map(({ path }) => path)).toEqual([`/api/lessons/${LESSON_ID}`])
    answers[`GET /api/lessons/${LESSON_ID}`] = [200, lesson(turns)]
    expect(await screen.findByText('Speaking pace', {}, { timeout: 5000 })).toBeVisible()
    expect(screen.getByTestId('end-reason')).toBeEmptyDOMElement()
    // Who continues the lesson and comes back finds it running.
    await waitFor(() => {
      expect(screen.getByTestId('where')).toHaveTextContent(`["/lessons/${LESSON_ID}/report",null]`)
    })
  })

  it('says of a lesson that was left, and runs on, that it still goes on', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    await open(RUNNING, NOT_READY, {}, leftState())
    expect(await screen.findByTestId('end-reason')).toHaveTextContent('Putting the conversation together')
    await act(() => vi.advanceTimersByTimeAsync(100_000))
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('This lesson is still going on')
    expect(screen.getByTestId('where')).toHaveTextContent(`["/lessons/${LESSON_ID}/report",null]`)
  })

  it('shows nothing of the earlier sitting while a continued lesson is being put together', async () => {
    const client = testClient()
    client.setQueryData(lessonQuery(LESSON_ID).queryKey, lesson(turns))
    client.setQueryData(reportQuery(LESSON_ID).queryKey, report)
    serve({ [`GET /api/lessons/${LESSON_ID}`]: [200, RUNNING] })
    await openReport(leftState(), client)
    expect(screen.queryByTestId('end-reason')).not.toBeInTheDocument()
    expect(await screen.findByTestId('end-reason')).toHaveTextContent('Putting the conversation together')
    expect(screen.queryByText('Speaking pace')).not.toBeInTheDocument()
  })

  it('does not take the report of an earlier sitting for the new one', async () => {
    const client = testClient()
    const earlier: Report = { ...report, ended_at: turns[1]?.ended_at ?? null }
    client.setQueryData(reportQuery(LESSON_ID).queryKey, earlier)
    const path = `GET /api/lessons/${LESSON_ID}/report`
    const answers: Record<string, [number, unknown]> = {
      [`GET /api/lessons/${LESSON_ID}`]: [200, lesson(turns)],
      [path]: [500, { title: 'x', status: 500, code: 'internal' }],
    }
    serve(answers)
    await openReport(null, client)
    await screen.findByTestId('end-reason')
    expect(screen.queryByText('Speaking pace')).not.toBeInTheDocument()
    expect(await screen.findByText('The numbers of this lesson cannot be shown right now.')).toBeVisible()
    answers[path] = [200, report]
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Speaking pace')).toBeVisible()
  })

  it('offers another try where the server is in trouble, and leaves the button where it is', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const asked = serve({
      [`GET /api/lessons/${LESSON_ID}`]: [503, { title: 'x', status: 503, code: 'storage_unavailable' }],
    })
    await openReport()
    const again = await screen.findByRole('button', { name: 'Try again' })
    await act(() => vi.advanceTimersByTimeAsync(20_000))
    expect(again).toBeVisible()
    expect(asked).toHaveLength(1)
    window.dispatchEvent(new Event('offline'))
    window.dispatchEvent(new Event('online'))
    await waitFor(() => {
      expect(asked).toHaveLength(2)
    })
  })

  it('says that the figures are missing where their call fails, and asks again', async () => {
    const path = `GET /api/lessons/${LESSON_ID}/report`
    const answers: Record<string, [number, unknown]> = {
      [`GET /api/lessons/${LESSON_ID}`]: [200, lesson(turns)],
      [path]: [500, { title: 'x', status: 500, code: 'internal' }],
    }
    serve(answers)
    const container = await openReport()
    expect(await screen.findByText('The numbers of this lesson cannot be shown right now.')).toBeVisible()
    expect(screen.getAllByTestId('turn')).toHaveLength(3)
    await expectAccessible(container)
    answers[path] = [200, report]
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('46% of all the talking was yours')).toBeVisible()
    expect(screen.queryByText(/cannot be shown/)).not.toBeInTheDocument()
  })

  it('says that somebody else’s lesson, or a deleted one, is not there', async () => {
    await open(null)
    expect(await screen.findByText('There is no such lesson')).toBeVisible()
  })
})
