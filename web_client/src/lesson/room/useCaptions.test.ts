import { renderHook } from '@testing-library/react'
import type { Room } from 'livekit-client'
import { expect, it, vi } from 'vitest'
import { FakeStream, FakeStreamRoom } from '../../test/fakeStreams'
import type { LessonAction } from '../state/lessonState'
import type { Caption } from '../state/lines'
import { useCaptions } from './useCaptions'

function listen() {
  const room = new FakeStreamRoom()
  const captions: Caption[] = []
  renderHook(() => {
    useCaptions(room as unknown as Room, (action: LessonAction) => {
      if (action.type === 'caption') captions.push(action.caption)
    })
  })
  const deliver = (stream: FakeStream, identity: string) => {
    room.deliver('lk.transcription', stream, identity)
    return stream
  }
  return { captions, deliver }
}

const segment = (id: string, final: boolean) => ({
  'lk.segment_id': id,
  'lk.transcription_final': String(final),
})

it('grows the tutor’s line chunk by chunk and closes it with the stream', async () => {
  const { captions, deliver } = listen()
  deliver(new FakeStream(segment('a', false)), 'agent-1')
    .push('Good ', 'evening.')
    .close()
  await vi.waitFor(() => {
    expect(captions).toEqual([
      { segmentId: 'a', role: 'tutor', text: 'Good ', final: false },
      { segmentId: 'a', role: 'tutor', text: 'Good evening.', final: false },
      { segmentId: 'a', role: 'tutor', text: 'Good evening.', final: true },
    ])
  })
})

it('shows the learner’s words while the tutor’s line is still open', async () => {
  const { captions, deliver } = listen()
  deliver(new FakeStream(segment('a', false)), 'agent-1').push('Your room')
  deliver(new FakeStream(segment('b', true)), 'learner-1')
    .push('Sorry?')
    .close()
  await vi.waitFor(() => {
    expect(captions.at(-1)).toEqual({ segmentId: 'b', role: 'learner', text: 'Sorry?', final: true })
  })
})

it('knows from the attribute whether the learner’s words are final', async () => {
  const { captions, deliver } = listen()
  deliver(new FakeStream(segment('b', false)), 'learner-1')
    .push('I have')
    .close()
  await vi.waitFor(() => {
    expect(captions.at(-1)).toMatchObject({ text: 'I have', final: false })
  })
})

it('keeps what was shown when the room is left in the middle', async () => {
  const { captions, deliver } = listen()
  deliver(new FakeStream(segment('a', false)), 'agent-1')
    .push('Your room is')
    .close(new Error('Disconnected'))
  await vi.waitFor(() => {
    expect(captions.at(-1)).toMatchObject({ text: 'Your room is', final: true })
  })
})
