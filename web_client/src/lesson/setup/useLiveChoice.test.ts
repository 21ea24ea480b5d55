import { renderHook } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { useLiveChoice } from './useLiveChoice'

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

type Apply = ((value: string) => Promise<void>) | null

function choice(apply: Apply) {
  const onApplied = vi.fn()
  const onFailed = vi.fn()
  const initialProps: { wanted: string; apply: Apply } = { wanted: 'auto', apply }
  const { rerender } = renderHook(
    (wish: typeof initialProps) => {
      useLiveChoice({ ...wish, onApplied, onFailed })
    },
    { initialProps },
  )
  return { rerender, onApplied, onFailed }
}

it('tells the tutor of a change, once, and not of how the lesson began', async () => {
  const apply = vi.fn(() => Promise.resolve())
  const { rerender, onApplied } = choice(apply)
  rerender({ wanted: '2', apply })
  await vi.waitFor(() => {
    expect(onApplied).toHaveBeenCalledWith('2')
  })
  rerender({ wanted: '2', apply })
  expect(apply.mock.calls).toEqual([['2']])
})

it('goes back to what holds where the tutor does not take it, without asking again', async () => {
  const apply = vi.fn(() => Promise.reject(new Error('1503')))
  const { rerender, onFailed, onApplied } = choice(apply)
  rerender({ wanted: '2', apply })
  await vi.waitFor(() => {
    expect(onFailed).toHaveBeenCalledWith('auto')
  })
  rerender({ wanted: 'auto', apply })
  expect(apply).toHaveBeenCalledOnce()
  expect(onApplied).not.toHaveBeenCalled()
})

it('waits for a tutor', async () => {
  const apply = vi.fn(() => Promise.resolve())
  const { rerender, onApplied } = choice(null)
  rerender({ wanted: '2', apply: null })
  rerender({ wanted: '2', apply })
  await vi.waitFor(() => {
    expect(onApplied).toHaveBeenCalledWith('2')
  })
})

it('keeps the last of two quick changes', async () => {
  const answers: (() => void)[] = []
  const apply = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)))
  const { rerender, onApplied } = choice(apply)
  rerender({ wanted: '2', apply })
  rerender({ wanted: '3', apply })
  answers.forEach((answer) => {
    answer()
  })
  await vi.waitFor(() => {
    expect(onApplied.mock.calls).toEqual([['3']])
  })
})
