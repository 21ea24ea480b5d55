import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useLiveChoice } from './useLiveChoice'

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

afterEach(() => {
  vi.useRealTimers()
})

type Apply = ((value: string) => Promise<void>) | null

interface Wish {
  wanted: string | null
  apply: Apply
  reported?: { value: string } | null
  settleMilliseconds?: number
}

function choice(initialProps: Wish) {
  const onApplied = vi.fn()
  const onFailed = vi.fn()
  const follow = vi.fn()
  const { rerender } = renderHook(
    ({ reported = null, ...wish }: Wish) => {
      useLiveChoice({ ...wish, reported, onApplied, follow, onFailed })
    },
    { initialProps },
  )
  return { rerender, onApplied, onFailed, follow }
}

const taking = () => vi.fn(() => Promise.resolve())

it('tells the tutor of a change, once, and not of how the lesson began', async () => {
  const apply = taking()
  const { rerender, onApplied } = choice({ wanted: 'auto', apply })
  rerender({ wanted: '2', apply })
  await vi.waitFor(() => {
    expect(onApplied).toHaveBeenCalledWith('2')
  })
  rerender({ wanted: '2', apply })
  expect(apply.mock.calls).toEqual([['2']])
})

it('goes back to what holds where the tutor does not take it, without asking again', async () => {
  const apply = vi.fn(() => Promise.reject(new Error('1503')))
  const { rerender, onFailed, follow, onApplied } = choice({ wanted: 'auto', apply })
  rerender({ wanted: '2', apply })
  await vi.waitFor(() => {
    expect(onFailed).toHaveBeenCalledOnce()
  })
  expect(follow.mock.calls).toEqual([['auto']])
  rerender({ wanted: 'auto', apply })
  expect(apply).toHaveBeenCalledOnce()
  expect(onApplied).not.toHaveBeenCalled()
})

it('waits for a tutor', async () => {
  const apply = taking()
  const { rerender, onApplied } = choice({ wanted: 'auto', apply: null })
  rerender({ wanted: '2', apply: null })
  rerender({ wanted: '2', apply })
  await vi.waitFor(() => {
    expect(onApplied).toHaveBeenCalledWith('2')
  })
})

it('keeps the last of two quick changes', async () => {
  const answers: (() => void)[] = []
  const apply = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)))
  const { rerender, onApplied } = choice({ wanted: 'auto', apply })
  rerender({ wanted: '2', apply })
  rerender({ wanted: '3', apply })
  answers.forEach((answer) => {
    answer()
  })
  await vi.waitFor(() => {
    expect(onApplied.mock.calls).toEqual([['3']])
  })
})

it('tells a running lesson what was wished outside of it', async () => {
  const apply = taking()
  const { rerender, onApplied, follow } = choice({ wanted: '3', apply })
  expect(apply).not.toHaveBeenCalled()
  rerender({ wanted: '3', apply, reported: { value: 'auto' } })
  await vi.waitFor(() => {
    expect(onApplied).toHaveBeenCalledWith('3')
  })
  rerender({ wanted: '3', apply, reported: { value: '3' } })
  expect(apply).toHaveBeenCalledOnce()
  expect(follow).not.toHaveBeenCalled()
})

it('leaves a lesson as it is where there is no wish', () => {
  const apply = taking()
  const { rerender } = choice({ wanted: null, apply, reported: { value: 'ash' } })
  rerender({ wanted: null, apply, reported: { value: 'echo' } })
  expect(apply).not.toHaveBeenCalled()
})

it('follows a tutor that took a wish and says later that it came to nothing', async () => {
  const apply = taking()
  const before = { value: 'ash' }
  const { rerender, onApplied, onFailed, follow } = choice({ wanted: 'ash', apply, reported: before })
  rerender({ wanted: 'echo', apply, reported: before })
  await vi.waitFor(() => {
    expect(onApplied).toHaveBeenCalledWith('echo')
  })
  const after = { value: 'ash' }
  rerender({ wanted: 'echo', apply, reported: after })
  expect(follow.mock.calls).toEqual([['ash']])
  rerender({ wanted: 'ash', apply, reported: after })
  expect(apply.mock.calls).toEqual([['echo']])
  // What failed it has said itself.
  expect(onFailed).not.toHaveBeenCalled()
  rerender({ wanted: 'echo', apply, reported: after })
  await vi.waitFor(() => {
    expect(apply.mock.calls).toEqual([['echo'], ['echo']])
  })
})

it('tells the last of some quick changes only, once it has stood for a while', async () => {
  vi.useFakeTimers()
  const apply = taking()
  const wish = { apply, reported: { value: 'ash' }, settleMilliseconds: 500 }
  const { rerender } = choice({ ...wish, wanted: 'ash' })
  for (const wanted of ['ballad', 'coral', 'echo']) {
    rerender({ ...wish, wanted })
    await vi.advanceTimersByTimeAsync(499)
  }
  expect(apply).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(apply.mock.calls).toEqual([['echo']])
})
