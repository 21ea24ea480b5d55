import { describe, expect, it, vi } from 'vitest'
import { call, callForSound } from './http'

function answerWith(status: number, body: string) {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })))
}

describe('call', () => {
  it('gives the code and field of problem details', async () => {
    answerWith(
      422,
      JSON.stringify({ title: 'Too long', status: 422, code: 'invalid', field: 'scenario.place' }),
    )
    await expect(
      call('/api/lessons', { method: 'POST', body: {}, answer: 'JoinResponse' }),
    ).rejects.toMatchObject({
      code: 'invalid',
      status: 422,
      problem: { field: 'scenario.place' },
    })
  })

  it('calls a proxy page unreadable', async () => {
    answerWith(502, '<html>Bad gateway</html>')
    await expect(call('/api/lessons', { answer: 'LessonList' })).rejects.toMatchObject({
      code: 'unreadable',
      status: 502,
    })
  })

  it('calls an answer outside the contract unreadable, and says where without what', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    answerWith(200, JSON.stringify({ lessons: 'secret words' }))
    await expect(call('/api/lessons?q=secret', { answer: 'LessonList' })).rejects.toMatchObject({
      code: 'unreadable',
    })
    expect(said.mock.calls.flat().map(String).join(' ')).toContain('LessonList.lessons')
    expect(said.mock.calls.flat().map(String).join(' ')).not.toContain('secret')
  })

  it('calls no answer a network failure', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(call('/api/lessons', { answer: 'LessonList' })).rejects.toMatchObject({
      code: 'network',
      status: 0,
    })
  })
})

describe('callForSound', () => {
  it('posts a text and gives the bytes', async () => {
    const fetched = vi.fn<typeof fetch>(() => Promise.resolve(new Response('RIFF')))
    vi.stubGlobal('fetch', fetched)
    const sound = await callForSound('/api/speech', { body: { text: 'Yes, please.' } })
    expect(sound.byteLength).toBe(4)
    expect(fetched.mock.calls[0]?.[1]?.method).toBe('POST')
  })

  it('gives the code of a refusal', async () => {
    answerWith(503, JSON.stringify({ title: 'No', status: 503, code: 'audio_unavailable' }))
    await expect(callForSound('/api/turns/t/audio?speed=1')).rejects.toMatchObject({
      code: 'audio_unavailable',
    })
  })
})
