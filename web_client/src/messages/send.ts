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

/** null: the tutor is to begin. */
export type Outgoing = { text: string } | { recording: Blob; keep: boolean } | null

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

/** Until the answer is complete. Fails with a `CallError`, code `network` where the answer broke off. */
export async function sendMessage(
  lessonId: string,
  message: Outgoing,
  onEvent: (event: Incoming) => void,
  signal: AbortSignal,
): Promise<void> {
  const recorded = message !== null && 'recording' in message
  let response: Response
  try {
    // Who writes here has left the lesson's room.
    const keep = recorded && message.keep ? '&keep=true' : ''
    response = await fetch(`/api/lessons/${lessonId}/messages?leave_room=true${keep}`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': recorded ? message.recording.type : 'application/json',
      },
      body: recorded ? message.recording : JSON.stringify(message ?? {}),
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
