import { DisconnectReason, type Room, RoomEvent } from 'livekit-client'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError } from '../../api/http'
import { LessonEntry, type Phase } from './entry'

const ticket = {
  lesson_id: 'l',
  room_name: 'r',
  server_url: 'ws://livekit',
  participant_token: 'token',
  participant_identity: 'learner-1',
  learner_token: 'secret',
}

function setting({
  join = () => Promise.resolve(ticket),
  connect = () => Promise.resolve(),
  online = () => true,
}: {
  join?: () => Promise<typeof ticket>
  connect?: () => Promise<void>
  online?: () => boolean
} = {}) {
  let disconnected: (reason?: DisconnectReason) => void = () => undefined
  const room = {
    connect: vi.fn(connect),
    disconnect: vi.fn(() => Promise.resolve()),
    on: (event: RoomEvent, listener: typeof disconnected) => {
      if (event === RoomEvent.Disconnected) disconnected = listener
    },
    off: () => {
      disconnected = () => undefined
    },
  }
  const microphone = { ask: vi.fn(() => Promise.resolve()), publish: vi.fn(() => Promise.resolve()) }
  const phases: Phase[] = []
  const waits: number[] = []
  const entry = new LessonEntry({
    room: room as unknown as Room,
    join: vi.fn(join),
    microphone,
    onPhase: (phase) => phases.push(phase),
    wait: (milliseconds) => {
      waits.push(milliseconds)
      return Promise.resolve()
    },
    online,
  })
  const reached = (phase: Phase) =>
    vi.waitFor(() => {
      expect(phases.at(-1)).toBe(phase)
    })
  return {
    entry,
    room,
    microphone,
    phases,
    waits,
    reached,
    throwOut: (reason?: DisconnectReason) => {
      disconnected(reason)
    },
  }
}

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

describe('entering', () => {
  it('asks for the microphone before the room, so that the tutor speaks to somebody who listens', async () => {
    const { entry, room, microphone, reached } = setting()
    entry.start()
    await reached('in')
    expect(microphone.ask.mock.invocationCallOrder[0]).toBeLessThan(
      room.connect.mock.invocationCallOrder[0] ?? 0,
    )
    expect(microphone.publish).toHaveBeenCalledOnce()
  })

  it('tries again while the room cannot be reached', async () => {
    let tries = 0
    const { entry, reached, phases } = setting({
      connect: () => (++tries < 3 ? Promise.reject(new Error('refused')) : Promise.resolve()),
    })
    entry.start()
    await reached('in')
    expect([tries, phases]).toEqual([3, ['entering', 'in']])
  })

  it('is not confused by the disconnection that a failed try announces', async () => {
    let tries = 0
    const all = setting({
      connect: () => {
        if (++tries > 1) return Promise.resolve()
        all.throwOut()
        return Promise.reject(new Error('refused'))
      },
    })
    all.entry.start()
    await all.reached('in')
    expect([tries, all.phases]).toEqual([2, ['entering', 'in']])
  })

  it('gives up after more than a minute', async () => {
    const { entry, reached, waits } = setting({ connect: () => Promise.reject(new Error('refused')) })
    entry.start()
    await reached('failed')
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(60_000)
  })

  it.each([
    [new CallError('lesson_ended', 409), 'ended'],
    [new CallError('unknown_lesson', 404), 'unknown'],
    [new CallError('not_signed_in', 401), 'unknown'],
    [new CallError('origin_not_allowed', 403), 'failed'],
  ] as const)('does not try again after %s', async (error, phase) => {
    const { entry, reached, waits, room } = setting({ join: () => Promise.reject(error) })
    entry.start()
    await reached(phase)
    expect(waits).toEqual([0])
    expect(room.connect).not.toHaveBeenCalled()
  })

  it('waits for the network where there is none', async () => {
    let connected = false
    const { entry, reached, room } = setting({ online: () => connected })
    entry.start()
    await reached('offline')
    expect(room.connect).not.toHaveBeenCalled()
    connected = true
    window.dispatchEvent(new Event('online'))
    await reached('in')
  })
})

describe('thrown out', () => {
  it('by another tab, it stays out until taken back', async () => {
    const { entry, reached, throwOut, room } = setting()
    entry.start()
    await reached('in')
    throwOut(DisconnectReason.DUPLICATE_IDENTITY)
    await reached('displaced')
    expect(room.connect).toHaveBeenCalledOnce()
    entry.again()
    await reached('in')
  })

  it('for another reason, it returns with a fresh ticket', async () => {
    const { entry, reached, throwOut, phases } = setting()
    entry.start()
    await reached('in')
    throwOut(DisconnectReason.SERVER_SHUTDOWN)
    await vi.waitFor(() => {
      expect(phases).toEqual(['entering', 'in', 'returning', 'in'])
    })
  })

  it('because the lesson has ended, it learns so', async () => {
    let ended = false
    const { entry, reached, throwOut } = setting({
      join: () => (ended ? Promise.reject(new CallError('lesson_ended', 409)) : Promise.resolve(ticket)),
    })
    entry.start()
    await reached('in')
    ended = true
    throwOut(DisconnectReason.ROOM_DELETED)
    await reached('ended')
  })

  it('by the page going away and coming back from the browser’s cache, it returns', async () => {
    const { entry, reached, throwOut, phases } = setting()
    entry.start()
    await reached('in')
    throwOut(DisconnectReason.CLIENT_INITIATED)
    await vi.waitFor(() => {
      expect(phases).toEqual(['entering', 'in', 'returning', 'in'])
    })
  })

  it('after it was stopped, it stays out', async () => {
    const { entry, reached, throwOut, phases } = setting()
    entry.start()
    await reached('in')
    await entry.stop()
    throwOut(DisconnectReason.CLIENT_INITIATED)
    expect(phases).toEqual(['entering', 'in'])
  })
})
