import { act, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lesson } from '../contract'
import { lesson, LESSON_ID, turn } from '../test/lessons'
import { expectAccessible, renderPage, Where } from '../test/page'
import MessagesPage from './MessagesPage'
import type { Unsent } from './talk'
import { UnsentContext } from './unsent'

const ADDRESS = `/api/lessons/${LESSON_ID}`

/** The token server: the lesson, and an answer that the test writes event by event. */
class Server {
  sent: { path: string; body: unknown; type: string | null }[] = []
  /** How often the lesson was asked for. */
  asked = 0
  #answer: ReadableStreamDefaultController<Uint8Array> | null = null

  /** `row`: null where there is no such lesson (any more), `unreachable` where that cannot be known. `problem`: what refuses each message; `offline`: none arrives; `unanswered`: each arrives, and no answer comes back. */
  constructor(
    public row: Lesson | null | 'unreachable',
    public problem: [number, string] | 'offline' | 'unanswered' | null = null,
  ) {
    vi.stubGlobal('fetch', (path: string, { method = 'GET', body, headers }: RequestInit = {}) => {
      if (method === 'GET') return this.#lesson()
      this.sent.push({ path, body, type: new Headers(headers).get('content-type') })
      if (this.problem === 'unanswered') {
        const mine = turn(1, 'learner', 'A room, please.', { turn_id: this.turnId ?? '' })
        this.row = running([GREETING, mine, turn(2, 'tutor', 'Of course.')])
      }
      if (typeof this.problem === 'string') return Promise.reject(new TypeError('Failed to fetch'))
      if (path.endsWith('/end')) return Promise.resolve(new Response(null, { status: 204 }))
      if (this.problem !== null) {
        const [status, code] = this.problem
        return Promise.resolve(new Response(JSON.stringify({ title: 'x', status, code }), { status }))
      }
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          this.#answer = controller
        },
      })
      return Promise.resolve(new Response(stream))
    })
  }

  #lesson(): Promise<Response> {
    this.asked += 1
    if (this.row === 'unreachable') return Promise.reject(new TypeError('Failed to fetch'))
    if (this.row !== null) return Promise.resolve(new Response(JSON.stringify(this.row)))
    const problem = { title: 'x', status: 404, code: 'unknown_lesson' }
    return Promise.resolve(new Response(JSON.stringify(problem), { status: 404 }))
  }

  say(...events: object[]) {
    for (const event of events)
      this.#answer?.enqueue(new TextEncoder().encode(`event: x\ndata: ${JSON.stringify(event)}\n\n`))
  }

  end() {
    this.#answer?.close()
  }

  /** The id that the last message gave its turn. */
  get turnId() {
    return new URLSearchParams(this.sent.at(-1)?.path.split('?')[1]).get('turn_id')
  }
}

/** A browser whose microphone records one piece. */
function recording() {
  const stream = { getTracks: () => [], getAudioTracks: () => [] }
  Object.defineProperty(navigator, 'mediaDevices', {
    configurable: true,
    value: { getUserMedia: () => Promise.resolve(stream) },
  })
  vi.stubGlobal(
    'MediaRecorder',
    class {
      static isTypeSupported = () => true
      mimeType = 'audio/webm'
      state = 'recording'
      ondataavailable: ((event: { data: Blob }) => void) | null = null
      onstop: (() => void) | null = null
      start() {
        this.ondataavailable?.({ data: new Blob(['a voice']) })
      }
      stop() {
        this.onstop?.()
      }
    },
  )
}

const GREETING = turn(0, 'tutor', 'Good evening.')
const running = (turns = [GREETING]) =>
  lesson(turns, { status: 'running', stage: 'roleplay', ended_at: null, end_reason: null })

function open(unsent = new Map<string, readonly Unsent[]>()) {
  return renderPage(
    <UnsentContext value={unsent}>
      <Routes location={`/lessons/${LESSON_ID}/messages`}>
        <Route path="/lessons/:lessonId/messages" element={<MessagesPage />} />
      </Routes>
    </UnsentContext>,
  )
}

const write = async (text: string) => {
  await userEvent.type(await screen.findByTestId('message-text'), `${text}{Enter}`)
}

const lines = () => screen.queryAllByTestId('line').map(({ textContent }) => textContent)

afterEach(() => {
  vi.useRealTimers()
  Reflect.deleteProperty(navigator, 'mediaDevices')
})

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
        path: `${ADDRESS}/messages?leave_room=true&turn_id=${server.turnId ?? ''}`,
        body: '{"text":"A room, please."}',
        type: 'application/json',
      },
    ])
    expect(server.turnId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(screen.getByTestId('messages-status')).toHaveTextContent('Sending')
    expect(screen.getByTestId('unsent')).toHaveTextContent('MeA room, please.')
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

  it('asks again for the tutor to begin where that did not come through', async () => {
    const server = new Server(running([]), 'offline')
    await open()
    await userEvent.click(await screen.findByTestId('messages-begin'))
    expect(server.sent.map(({ body }) => body)).toEqual(['{}', '{}'])
  })

  it('keeps a line that could not be sent, to be sent again as the same turn', async () => {
    const server = new Server(running(), 'offline')
    const { container } = await open()
    await write('A room, please.')
    const unsent = await screen.findByText('Not sent yet')
    expect(unsent.parentElement).toHaveTextContent('A room, please.')
    expect(screen.getByTestId('messages-problem')).toHaveTextContent('was not sent')
    await expectAccessible(container)
    const { turnId } = server

    server.problem = [503, 'messages_busy']
    await userEvent.click(screen.getByTestId('unsent-again'))
    await waitFor(() => {
      expect(screen.getByTestId('messages-problem')).toHaveAttribute('data-code', 'messages_busy')
    })
    server.problem = null
    await userEvent.click(screen.getByTestId('unsent-again'))
    expect(server.turnId).toBe(turnId)
    server.say({ type: 'message.heard', turn: turn(1, 'learner', 'A room, please.'), clip: null })
    await waitFor(() => {
      expect(screen.queryByTestId('unsent')).not.toBeInTheDocument()
    })
    expect(lines()).toEqual(['TutorGood evening.', 'MeA room, please.'])
  })

  it('keeps a recording that could not be sent, until it is thrown away', async () => {
    recording()
    const server = new Server(running(), 'offline')
    await open()
    await userEvent.click(await screen.findByTestId('record'))
    await userEvent.click(await screen.findByTestId('recording-send'))
    expect(await screen.findByTestId('unsent-replay')).toHaveTextContent('Hear again')
    await userEvent.click(screen.getByTestId('unsent-again'))
    await screen.findByText('Not sent yet')
    const [first, second] = server.sent.map(({ body }) => body)
    expect(first).toBeInstanceOf(Blob)
    expect(second).toBe(first)
    await userEvent.click(screen.getByTestId('unsent-discard'))
    expect(screen.queryByTestId('unsent')).not.toBeInTheDocument()
  })

  it('keeps a recording that ends while another message is on its way', async () => {
    recording()
    const server = new Server(running(), 'offline')
    await open()
    await write('A room, please.')
    await userEvent.click(await screen.findByTestId('record'))
    await screen.findByTestId('recording-send')
    server.problem = null
    await userEvent.click(screen.getByTestId('unsent-again'))
    await userEvent.click(screen.getByTestId('recording-send'))
    await screen.findByTestId('unsent-replay')
    expect(screen.getAllByTestId('unsent').map(({ dataset }) => dataset['state'])).toEqual([
      'sending',
      'blocked',
    ])
    expect(server.sent).toHaveLength(2)
  })

  it('shows a message that was heard, though nothing came back', async () => {
    new Server(running(), 'unanswered')
    await open()
    await write('A room, please.')
    await waitFor(() => {
      expect(lines()).toEqual(['TutorGood evening.', 'MeA room, please.', 'TutorOf course.'])
    })
    expect(screen.queryByTestId('unsent')).not.toBeInTheDocument()
    expect(screen.getByTestId('messages-problem')).toBeEmptyDOMElement()
  })

  it('looks no more for a message where the lesson is gone', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const server = new Server(running(), 'offline')
    await open()
    await screen.findByTestId('message-text')
    server.row = null
    await write('A room, please.')
    await waitFor(() => {
      expect(server.asked).toBe(2)
    })
    await act(() => vi.advanceTimersByTimeAsync(20_000))
    expect(server.asked).toBe(2)
  })

  it('offers another try where the lesson cannot be reached, and asks by itself when the network is back', async () => {
    const server = new Server('unreachable')
    const { container } = await open()
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('That did not work just now. Please try again in a moment.')).toBeVisible()
    expect(server.asked).toBe(2)
    await expectAccessible(container)
    server.row = running()
    window.dispatchEvent(new Event('offline'))
    window.dispatchEvent(new Event('online'))
    await waitFor(() => {
      expect(lines()).toEqual(['TutorGood evening.'])
    })
    window.dispatchEvent(new Event('offline'))
    window.dispatchEvent(new Event('online'))
    expect(server.asked).toBe(3)
  })

  it('has what was not sent when the learner comes back to the page', async () => {
    new Server(running(), 'offline')
    const unsent = new Map<string, readonly Unsent[]>()
    const first = await open(unsent)
    await write('A room, please.')
    await screen.findByText('Not sent yet')
    first.unmount()
    await open(unsent)
    expect(await screen.findByTestId('unsent')).toHaveTextContent('A room, please.')
  })

  it('asks before the browser throws away what was not sent', async () => {
    new Server(running(), 'offline')
    await open()
    const leave = () => {
      const event = new Event('beforeunload', { cancelable: true })
      window.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(leave()).toBe(false)
    await write('A room, please.')
    await screen.findByText('Not sent yet')
    expect(leave()).toBe(true)
  })

  it('leaves a lesson that has ended once nothing unsent is on its page', async () => {
    new Server(running(), [409, 'lesson_ended'])
    await renderPage(
      <UnsentContext value={new Map()}>
        <Routes>
          <Route path="/lessons/:lessonId/messages" element={<MessagesPage />} />
          <Route path="*" element={null} />
        </Routes>
        <Where />
      </UnsentContext>,
      { at: `/lessons/${LESSON_ID}/messages` },
    )
    await write('A room, please.')
    expect(await screen.findByText('The conversation has ended, so this was not sent.')).toBeVisible()
    expect(screen.queryByTestId('unsent-again')).not.toBeInTheDocument()
    await userEvent.click(screen.getByTestId('unsent-discard'))
    await waitFor(() => {
      expect(screen.getByTestId('where')).toHaveTextContent(`/lessons/${LESSON_ID}/report`)
    })
  })

  it('says when the lesson could not be ended', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    new Server(running(), 'offline')
    await open()
    await userEvent.click(await screen.findByTestId('messages-end'))
    expect(await screen.findByText('That did not work just now. Please try again in a moment.')).toBeVisible()
  })

  it('ends the lesson when asked to', async () => {
    const server = new Server(running())
    await open()
    await userEvent.click(await screen.findByTestId('messages-end'))
    expect(server.sent.map(({ path }) => path)).toEqual([`${ADDRESS}/end`])
  })
})
