import { renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useWhen } from './useWhen'

it('acts at each beginning, as it is to act by then', () => {
  const acts = [vi.fn(), vi.fn()] as const
  const { rerender } = renderHook(
    ({ holds, act }) => {
      useWhen(holds, act)
    },
    { initialProps: { holds: true, act: acts[0] } },
  )
  rerender({ holds: true, act: acts[1] })
  rerender({ holds: false, act: acts[1] })
  rerender({ holds: true, act: acts[1] })
  expect(acts.map(({ mock }) => mock.calls.length)).toEqual([1, 1])
})
