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
  const { rerender } = renderHook(({ onRecord }) => useWaitingLines(kept, onRecord, dispatch), {
    initialProps: { onRecord: false },
  })
  expect(dispatch).not.toHaveBeenCalled()
  rerender({ onRecord: true })
  rerender({ onRecord: false })
  rerender({ onRecord: true })
  expect(dispatch.mock.calls).toEqual([
    [{ type: 'typed', text: 'Hello' }],
    [{ type: 'typed', text: 'Two nights' }],
  ])
})

it('keeps them over reloads on which the record does not come', () => {
  const kept = new KeptLesson('a')
  kept.change({ waiting: ['Hello'] })
  const { result, rerender } = renderHook(({ onRecord }) => useWaitingLines(kept, onRecord, vi.fn()), {
    initialProps: { onRecord: false },
  })
  result.current([])
  expect(new KeptLesson('a').read().waiting).toEqual(['Hello'])
  result.current(['Two nights'])
  expect(new KeptLesson('a').read().waiting).toEqual(['Hello', 'Two nights'])
  rerender({ onRecord: true })
  result.current(['Hello'])
  expect(new KeptLesson('a').read().waiting).toEqual(['Hello'])
})
