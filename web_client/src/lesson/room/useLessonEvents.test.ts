import { renderHook } from '@testing-library/react'
import { type Room, RoomEvent } from 'livekit-client'
import { expect, it, vi } from 'vitest'
import { FakeStream, FakeStreamRoom } from '../../test/fakeStreams'
import type { LessonAction } from '../state/lessonState'
import { EVENTS_TOPIC, useLessonEvents } from './useLessonEvents'

const notice = (n: number | null) =>
  JSON.stringify({
    type: 'notice',
    at: '2026-11-20T12:00:00Z',
    ...(n !== null && { n }),
    code: 'tutor_back',
    text: { ko: '왔어요', en: 'back' },
  })

function listen() {
  const room = new FakeStreamRoom()
  const taken: LessonAction[] = []
  const { unmount } = renderHook(() => {
    useLessonEvents(room as unknown as Room, (action) => taken.push(action))
  })
  const seen = () => taken.map((action) => (action.type === 'event' ? [action.from, action.event.n] : null))
  return { room, seen, unmount }
}

it('takes streams in the order in which they began, whichever ends first', async () => {
  const { room, seen } = listen()
  const [slow, quick] = [new FakeStream(), new FakeStream()]
  room.deliver(EVENTS_TOPIC, slow, 'agent-1')
  room.deliver(EVENTS_TOPIC, quick, 'agent-1')
  quick.push(notice(2)).close()
  await Promise.resolve()
  slow.push(notice(1).slice(0, 20), notice(1).slice(20)).close()
  await vi.waitFor(() => {
    expect(seen()).toEqual([
      ['agent-1', 1],
      ['agent-1', 2],
    ])
  })
})

it('goes on after a stream that broke off and one that is not of the contract', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { room, seen } = listen()
  room.deliver(
    EVENTS_TOPIC,
    new FakeStream().push('{"ty').close(new Error('Disconnected while receiving')),
    'agent-1',
  )
  room.deliver(EVENTS_TOPIC, new FakeStream().push('{"type":"notice"}').close(), 'agent-1')
  room.deliver(EVENTS_TOPIC, new FakeStream().push(notice(3)).close(), 'agent-1')
  await vi.waitFor(() => {
    expect(seen()).toEqual([['agent-1', 3]])
  })
})

it('does not wait after a rejoin for a stream that the last room left open', async () => {
  const { room, seen } = listen()
  room.deliver(EVENTS_TOPIC, new FakeStream().push('{"ty'), 'agent-1')
  room.emit(RoomEvent.Disconnected)
  room.deliver(EVENTS_TOPIC, new FakeStream().push(notice(1)).close(), 'agent-2')
  await vi.waitFor(() => {
    expect(seen()).toEqual([['agent-2', 1]])
  })
})

it('takes the token server’s packets on its topic only', () => {
  const { room, seen } = listen()
  const payload = new TextEncoder().encode(notice(null))
  room.emit(RoomEvent.DataReceived, payload, undefined, undefined, 'other')
  room.emit(RoomEvent.DataReceived, payload, undefined, undefined, EVENTS_TOPIC)
  expect(seen()).toEqual([['', null]])
})

it('leaves the room as it was', () => {
  const { room, unmount } = listen()
  unmount()
  expect(room.handlers.size).toBe(0)
})
