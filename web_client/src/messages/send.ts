/** `POST /api/lessons/{id}/messages`: a text or a recording out, events in as they come (contract/messages.py). */
import { receive, receiveEvent } from '../api/check'
import { CallError, problemOf } from '../api/http'
import type {
  LessonEvent,
  MessageAudio,
  MessageDone,
  MessageFailed,
  MessageHeard,
  MessageSaid,
  MessageSentence,
} from '../contract'
import { ServerSent } from './serverSent'

export type Content = { text: string } | { recording: Blob; keep: boolean }

export interface Message {
  /** The id that its turn is to have: sent again, the message makes no second one. */
  turnId: string
  content: Content
}

export type Incoming =
  MessageHeard | MessageSentence | MessageAudio | MessageSaid | MessageFailed | MessageDone | LessonEvent

const KINDS = {
  'message.heard': 'MessageHeard',
  'message.sentence': 'MessageSentence',
  'message.audio': 'MessageAudio',
  'message.said': 'MessageSaid',
  'message.failed': 'MessageFailed',
  'message.done': 'MessageDone',
} as const

export function newMessage(content: Content): Message {
  // Not `randomUUID`: a page that is not secure has none, and may still write.
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  return { turnId: digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), content }
}

/**
 * Until the answer is complete; null asks the tutor to begin. Fails with a `CallError`, code `network` where the answer
 * broke off.
 */
export async function sendMessage(
  lessonId: string,
  message: Message | null,
  onEvent: (event: Incoming) => void,
  signal: AbortSignal,
): Promise<void> {
  const content = message?.content ?? null
  const recorded = content !== null && 'recording' in content ? content : null
  // Who writes here has left the lesson's room.
  const query = new URLSearchParams({ leave_room: 'true' })
  if (recorded?.keep === true) query.set('keep', 'true')
  if (message !== null) query.set('turn_id', message.turnId)
  let response: Response
  try {
    response = await fetch(`/api/lessons/${lessonId}/messages?${query.toString()}`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': recorded ? recorded.recording.type : 'application/json',
      },
      body: recorded ? recorded.recording : JSON.stringify(content ?? {}),
      signal,
    })
  } catch (error) {
    if (signal.aborted) throw error
    throw new CallError('network', 0)
  }
  if (!response.ok) throw await problemOf(response)
  const answer = { complete: false }
  await read(response, signal, (data) => {
    const event = eventOf(data)
    if (event === null) return
    if (event.type === 'message.done' || event.type === 'message.failed') answer.complete = true
    onEvent(event)
  })
  if (!answer.complete) throw new CallError('network', response.status)
}

async function read(response: Response, signal: AbortSignal, onData: (data: string) => void): Promise<void> {
  const stream = new ServerSent()
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  try {
    for (;;) {
      const piece = await reader?.read()
      if (piece === undefined || piece.done) return
      stream.push(decoder.decode(piece.value, { stream: true })).forEach(onData)
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof TypeError)) throw error
    throw new CallError('network', response.status)
  }
}

function eventOf(data: string): Incoming | null {
  const parsed: unknown = JSON.parse(data)
  const type = typeof parsed === 'object' && parsed !== null && 'type' in parsed ? parsed.type : null
  return typeof type === 'string' && type in KINDS
    ? receive(KINDS[type as keyof typeof KINDS], parsed)
    : receiveEvent(data)
}
