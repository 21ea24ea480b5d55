import { act, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { goOnline } from '../test/network'
import { useOnline } from './useOnline'

it('follows the network', () => {
  const { result, unmount } = renderHook(() => useOnline())
  expect(result.current).toBe(true)
  act(() => {
    goOnline(false)
  })
  expect(result.current).toBe(false)
  act(() => {
    goOnline(true)
  })
  expect(result.current).toBe(true)
  unmount()
})
