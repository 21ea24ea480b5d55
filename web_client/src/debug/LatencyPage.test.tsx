import { screen, within } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { describe, expect, it } from 'vitest'
import type { DebugLesson, TurnLatency } from '../contract'
import { LESSON_ID, turn } from '../test/lessons'
import { expectAccessible, renderPage, serve } from '../test/page'
import LatencyPage from './LatencyPage'

const ADDRESS = `/api/debug/lessons/${LESSON_ID}`
const latency: TurnLatency = {
  answers: turn(1, 'learner', '').turn_id,
  vad_end: 8.5,
  turn_decided: 10,
  stt_final: null,
  llm_first_token: 12,
  llm_first_sentence: null,
  tts_first_byte: 12.5,
  audio_out: 13,
  total: 3,
  engine: 'realtime',
  channel: 'voice',
  interrupted: true,
}

function debugTurn(seq: number, role: 'learner' | 'tutor', measured: TurnLatency | null = null) {
  const { turn_id, started_at, ended_at, speech_seconds, source } = turn(seq, role, '')
  const interrupted = measured !== null
  return { turn_id, seq, role, source, started_at, ended_at, speech_seconds, interrupted, latency: measured }
}

const LESSON: DebugLesson = {
  lesson_id: LESSON_ID,
  mode: 'free',
  engine: 'realtime',
  status: 'ended',
  turns: [debugTurn(0, 'tutor'), debugTurn(1, 'learner'), debugTurn(2, 'tutor', latency)],
  latency: {
    replies: 1,
    stages: [
      {
        stage: 'total',
        engine: 'realtime',
        channel: 'voice',
        count: 1,
        avg: 3,
        min: 3,
        max: 3,
        p50: 3,
        p95: 3,
        p99: 3,
        few: true,
        target: { p50: 1, p95: 1.5, p99: 2 },
      },
    ],
  },
}

function open(answer: [number, unknown]) {
  serve({ [`GET ${ADDRESS}`]: answer })
  return renderPage(
    <Routes location={`/debug/lessons/${LESSON_ID}`}>
      <Route path="/debug/lessons/:lessonId" element={<LatencyPage />} />
    </Routes>,
  )
}

describe('the latency page', () => {
  it('draws each reply, and marks what is late and what is few', async () => {
    const { container } = await open([200, LESSON])
    const [row, ...more] = await screen.findAllByTestId('reply')
    expect(more).toEqual([])
    expect(row).toHaveTextContent('voice realtime interrupted')
    expect(row).toHaveTextContent('3.00 s')
    expect([...(row?.querySelectorAll('[data-bar]') ?? [])].map((bar) => bar.getAttribute('title'))).toEqual([
      'silence: 1.500 s',
      'first token: 2.000 s',
      'voice: 0.500 s',
      'on its way: 0.500 s',
    ])
    const cells = within(screen.getByTestId('stage-total')).getAllByRole('cell')
    expect(cells.map((cell) => cell.textContent)).toEqual([
      'realtime',
      'voice',
      '1',
      '3.00',
      '3.00',
      '3.00',
      '(3.00) late',
      '(3.00) late',
      '(3.00) late',
      '1.00 / 1.50 / 2.00',
    ])
    await expectAccessible(container)
  })

  it('is no page where the server keeps it closed', async () => {
    await open([404, { title: 'There is nothing here', status: 404, code: 'not_found' }])
    expect(await screen.findByRole('heading')).toHaveTextContent('There is no such lesson')
    expect(screen.queryByTestId('reply')).not.toBeInTheDocument()
  })
})
