import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lesson } from '../contract'
import { lesson, LESSON_ID, turn } from '../test/lessons'
import { expectAccessible, renderPage } from '../test/page'
import MessagesPage from './MessagesPage'

const ADDRESS = `/api/lessons/${LESSON_ID}`

/** The token server: the lesson, and an answer that the test writes event by event. */
class Server {
  sent: { path: string; body: unknown; type: string | null }[] = []
  #answer: ReadableStreamDefaultController<Uint8Array> | null = null

  constructor(row: Lesson, problem?: [number, string]) {
    vi.stubGlobal('fetch', (path: string, { method = 'GET', body, headers }: RequestInit = {}) => {
      if (method === 'GET') return Promise.resolve(new Response(JSON.stringify(row)))
      this.sent.push({ path, body, type: new Headers(headers).get('content-type') })
      if (path.endsWith('/end')) return Promise.resolve(new Response(null, { status: 204 }))
      if (problem)
        return Promise.resolve(
          new Response(JSON.stringify({ title: 'x', status: problem[0], code: problem[1] }), {
            status: problem[0],
          }),
        )
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          this.#answer = controller
        },
      })
      return Promise.resolve(new Response(stream))
    })
  }

  say(...events: object[]) {
    for (const event of events)
      this.#answer?.enqueue(new TextEncoder().encode(`event: x\ndata: ${JSON.stringify(event)}\n\n`))
  }

  end() {
    this.#answer?.close()
  }
}

const running = (turns = [turn(0, 'tutor', 'Good evening.')]) =>
  lesson(turns, { status: 'running', stage: 'roleplay' })

function open() {
  return renderPage(
    <Routes location={`/lessons/${LESSON_ID}/messages`}>
      <Route path="/lessons/:lessonId/messages" element={<MessagesPage />} />
    </Routes>,
  )
}

const lines = () => screen.queryAllByTestId('line').map(({ textContent }) => textContent)

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

describe('a lesson by messages', () => {
  it('shows what was said, sends a line, and shows the answer as it comes', async () => {
    const server = new Server(running())
    const { container } = await open()
    await userEvent.type(await screen.findByTestId('message-text'), ' A room, please. {Enter}')
    expect(server.sent).toEqual([
      {
        path: `${ADDRESS}/messages?leave_room=true`,
        body: '{"text":"A room, please."}',
        type: 'application/json',
      },
    ])
    expect(screen.getByTestId('messages-status')).toHaveTextContent('Sending')
    server.say({ type: 'message.heard', turn: turn(1, 'learner', 'A room, please.'), clip: null })
    server.say({ type: 'message.sentence', sentence: 1, text: 'Of course.' })
    await waitFor(() => {
      expect(lines()).toEqual(['TutorGood evening.', 'MeA room, please.', 'TutorOf course.'])
    })
    expect(screen.getByTestId('messages-status')).toHaveTextContent('The tutor is answering')
    expect(screen.getByTestId('record')).toBeDisabled()
    server.say({ type: 'message.said', turn: turn(2, 'tutor', 'Of course.') }, { type: 'message.done' })
    server.end()
    await waitFor(() => {
      expect(screen.getByTestId('messages-status')).toHaveAttribute('data-phase', 'idle')
    })
    expect(lines()).toHaveLength(3)
    await expectAccessible(container)
  })

  it('lets the tutor begin where nothing was said', async () => {
    const server = new Server(running([]))
    await open()
    await waitFor(() => {
      expect(server.sent.map(({ body }) => body)).toEqual(['{}'])
    })
  })

  it.each([
    ['not_heard', 422, 'I could not hear you well. Please say it again.'],
    ['messages_unavailable', 503, 'That did not work just now. Please try again in a moment.'],
  ])('says why a message was not answered: %s', async (code, status, words) => {
    new Server(running(), [status, code])
    await open()
    await userEvent.type(await screen.findByTestId('message-text'), 'Hi.{Enter}')
    expect(await screen.findByText(words)).toBeInTheDocument()
    expect(screen.getByTestId('messages-status')).toHaveAttribute('data-phase', 'idle')
  })

  it('says that an answer broke off', async () => {
    const server = new Server(running())
    await open()
    await userEvent.type(await screen.findByTestId('message-text'), 'Hi.{Enter}')
    server.say({ type: 'message.heard', turn: turn(1, 'learner', 'Hi.'), clip: null })
    server.end()
    await waitFor(() => {
      expect(screen.getByTestId('messages-problem')).toHaveAttribute('data-code', 'network')
    })
    expect(lines()).toEqual(['TutorGood evening.', 'MeHi.'])
  })

  it('ends the lesson when asked to', async () => {
    const server = new Server(running())
    await open()
    await userEvent.click(await screen.findByTestId('messages-end'))
    expect(server.sent.map(({ path }) => path)).toEqual([`${ADDRESS}/end`])
  })
})
