import { renderHook } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { turn } from '../../test/lessons'
import { quietPlayer } from '../../test/quietPlayer'
import { type Line, withCaption, withTurn } from '../state/lines'
import { useLastLine } from './useLastLine'

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

let spoken = withTurn([], turn(1, 'tutor', 'Good evening.'))
spoken = withTurn(spoken, turn(2, 'learner', 'Hello.'))
spoken = withCaption(spoken, { segmentId: 's', role: 'tutor', text: 'Your room', final: false })

function last(lines: readonly Line[], key: string | null = null) {
  const asked = vi.fn<(path: string) => Promise<Response>>(() =>
    Promise.resolve(new Response(null, { status: 503 })),
  )
  vi.stubGlobal('fetch', asked)
  const show = vi.fn()
  const onFailed = vi.fn()
  const { result } = renderHook(() =>
    useLastLine(lines, { key, reading: false, show }, quietPlayer(), onFailed),
  )
  return { line: result.current, asked, show, onFailed }
}

it.each([
  [null, 's'],
  ['s', null],
])('opens and closes what the tutor says now (%s → %s)', (open, expected) => {
  const { line, show } = last(spoken, open)
  line.toggle()
  expect(show).toHaveBeenCalledWith(expected)
})

it('hears the last whole line of the tutor, and says when that fails', async () => {
  const { line, asked, onFailed } = last(spoken)
  line.hearSlowly()
  expect(asked.mock.calls[0]?.[0]).toMatch(/\/api\/turns\/.*1\/audio\?speed=0\.75$/)
  await vi.waitFor(() => {
    expect(onFailed).toHaveBeenCalledOnce()
  })
})

it('does nothing before the tutor has spoken', () => {
  const { line, asked, show } = last([])
  line.toggle()
  line.hear()
  expect([show.mock.calls, asked.mock.calls]).toEqual([[], []])
})
