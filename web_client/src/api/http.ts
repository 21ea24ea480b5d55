/** Calls of the token server. What fails becomes a `CallError` with the stable code of the problem details. */
import type { Borders, Problem } from '../contract'
import { receive } from './check'

/** `network`: no answer at all. `unreadable`: an answer that is not of the contract. Else the server's code. */
export class CallError extends Error {
  override name = 'CallError'
  readonly at = Date.now()

  constructor(
    readonly code: string,
    readonly status: number,
    readonly problem: Problem | null = null,
  ) {
    super(`${code} (${status})`)
  }

  /** The server understood and said no: asking again does not help. */
  get refused(): boolean {
    return this.status >= 400 && this.status < 500
  }
}

interface Call<Name extends keyof Borders> {
  method?: 'GET' | 'POST'
  body?: unknown
  answer: Name
  signal?: AbortSignal
}

export async function call<Name extends keyof Borders>(
  path: string,
  { method = 'GET', body, answer, signal }: Call<Name>,
): Promise<Borders[Name]> {
  const response = await send(path, { method, body, signal })
  try {
    return receive(answer, await response.json())
  } catch (error) {
    console.error(`${method} ${path.split('?')[0] ?? ''}:`, error)
    throw new CallError('unreadable', response.status)
  }
}

/** A call whose answer carries nothing. */
export async function callForNothing(path: string, method: 'DELETE' | 'POST'): Promise<void> {
  await send(path, { method })
}

/** A call whose answer is a sound. */
export async function callForSound(
  path: string,
  { body, signal }: { body?: unknown; signal?: AbortSignal } = {},
): Promise<ArrayBuffer> {
  const method = body === undefined ? 'GET' : 'POST'
  return (
    await send(path, { method, body, signal, accept: 'audio/wav, audio/mpeg, application/problem+json' })
  ).arrayBuffer()
}

interface Sent {
  method: string
  body?: unknown
  signal?: AbortSignal | undefined
  accept?: string
}

async function send(
  path: string,
  { method, body, signal, accept = 'application/json' }: Sent,
): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new CallError('network', 0)
  }
  if (!response.ok) throw await problemOf(response)
  return response
}

/** What a call that was not answered with 2xx fails with. */
export async function problemOf(response: Response): Promise<CallError> {
  try {
    const problem = receive('Problem', await response.json())
    return new CallError(problem.code, response.status, problem)
  } catch {
    // A proxy's error page, for example.
    return new CallError('unreadable', response.status)
  }
}
