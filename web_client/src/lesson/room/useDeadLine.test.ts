import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useDeadLine } from './useDeadLine'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function line() {
  let arrived = 100
  let flows = true
  const getRTCStatsReport = () => {
    if (flows) arrived += 2
    return Promise.resolve(new Map([['i', { type: 'inbound-rtp', packetsReceived: arrived }]]))
  }
  const tutor = { getTrackPublication: () => ({ audioTrack: { getRTCStatsReport } }) }
  const room = {
    remoteParticipants: new Map([['agent-1', tutor]]),
    localParticipant: { getTrackPublication: () => undefined },
  }
  const { result, rerender } = renderHook(({ connected }) => useDeadLine(room as never, connected), {
    initialProps: { connected: true },
  })
  const pass = async (milliseconds: number) => {
    await act(() => vi.advanceTimersByTimeAsync(milliseconds))
    return result.current
  }
  const flow = (now: boolean) => {
    flows = now
  }
  return { result, rerender, pass, flow }
}

it('is dead when nothing comes for 3.5 s, and alive with the first packet', async () => {
  const { pass, flow } = line()
  expect(await pass(10_000)).toBe(false)
  flow(false)
  expect([await pass(3000), await pass(1000)]).toEqual([false, true])
  flow(true)
  expect(await pass(500)).toBe(false)
})

it('believes the browser sooner when that says there is no network', async () => {
  const { pass, flow } = line()
  await pass(1000)
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  expect(await pass(5000)).toBe(false)
  flow(false)
  expect([await pass(500), await pass(1000)]).toEqual([false, true])
})

it('says nothing while LiveKit mends the connection itself', async () => {
  const { result, rerender, pass, flow } = line()
  await pass(1000)
  flow(false)
  await pass(4000)
  rerender({ connected: false })
  expect(result.current).toBe(false)
})
