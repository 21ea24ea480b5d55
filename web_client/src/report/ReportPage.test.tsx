import { screen } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lesson, Report } from '../contract'
import { lesson, LESSON_ID, turn } from '../test/lessons'
import { expectAccessible, renderPage, serve } from '../test/page'
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
  pace: [80, 95, 110].map((wpm) => ({
    turn_id: turn(1, 'learner', '').turn_id,
    at: '2026-11-20T12:00:00Z',
    wpm,
  })),
  responses: [],
  turns: [],
  latency: { replies: 0, stages: [] },
}

const NOT_READY: [number, unknown] = [404, { title: 'Not ready', status: 404, code: 'not_ready' }]

async function open(row: Lesson | null, answer: [number, unknown] = NOT_READY) {
  serve({
    [`GET /api/lessons/${LESSON_ID}`]: row
      ? [200, row]
      : [404, { title: 'x', status: 404, code: 'unknown_lesson' }],
    [`GET /api/lessons/${LESSON_ID}/report`]: answer,
  })
  return openReport()
}

/** At an address of its own: MemoryRouter starts at "/". */
async function openReport() {
  const { container } = await renderPage(
    <Routes location={`/lessons/${LESSON_ID}/report`}>
      <Route path="/lessons/:lessonId/report" element={<ReportPage />} />
    </Routes>,
  )
  return container
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
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
    expect(rows[0]).toHaveTextContent('Stopped here because you began to speak')
    expect(rows[2]).toHaveTextContent('Typed')
    expect(screen.getByText('두 밤이요')).toHaveAttribute('lang', 'ko')
    await expectAccessible(container)
  })

  it('says its numbers as sentences', async () => {
    await open(lesson(turns), [200, report])
    expect(await screen.findByText('46% of all the talking was yours')).toBeVisible()
    expect(screen.getByText('96 words a minute, a little faster toward the end')).toBeVisible()
    expect(screen.getByText('You usually began after 2.7 s')).toBeVisible()
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('You spoke 2 times in 8 minutes')
  })

  it('does without numbers where there is no report', async () => {
    await open(lesson(turns.slice(0, 1), { end_reason: 'worker_lost' }))
    expect(await screen.findByText('A short talk')).toBeVisible()
    expect(screen.getByTestId('end-reason')).toHaveTextContent('Something went wrong')
  })

  it('offers another try where the server is in trouble', async () => {
    serve({
      [`GET /api/lessons/${LESSON_ID}`]: [503, { title: 'x', status: 503, code: 'storage_unavailable' }],
    })
    await openReport()
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible()
  })

  it('says that somebody else’s lesson, or a deleted one, is not there', async () => {
    await open(null)
    expect(await screen.findByText('There is no such lesson')).toBeVisible()
  })
})
