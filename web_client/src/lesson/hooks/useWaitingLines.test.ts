import { renderHook } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { KeptLesson } from '../kept'
import { useWaitingLines } from './useWaitingLines'

beforeEach(() => {
  sessionStorage.clear()
})

it('says them again once, when the record is there', () => {
  const kept = new KeptLesson('a')
  kept.change({ waiting: ['Hello', 'Two nights'] })
  const dispatch = vi.fn()
  const { rerender } = renderHook(
    ({ onRecord }) => {
      useWaitingLines(kept, onRecord, dispatch)
    },
    { initialProps: { onRecord: false } },
  )
  // What is kept changes meanwhile: nothing waits yet.
  kept.change({ waiting: [] })
  expect(dispatch).not.toHaveBeenCalled()
  rerender({ onRecord: true })
  rerender({ onRecord: false })
  rerender({ onRecord: true })
  expect(dispatch.mock.calls).toEqual([
    [{ type: 'typed', text: 'Hello' }],
    [{ type: 'typed', text: 'Two nights' }],
  ])
})
