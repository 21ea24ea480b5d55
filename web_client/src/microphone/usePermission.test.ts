import { act, renderHook, waitFor } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { FakePermission } from '../test/fakePermission'
import { usePermission } from './usePermission'

afterEach(() => {
  Reflect.deleteProperty(navigator, 'permissions')
})

it('follows what the learner allows in the browser', async () => {
  const permission = new FakePermission('prompt').install()
  const { result, unmount } = renderHook(() => usePermission())
  await waitFor(() => {
    expect(result.current).toBe('prompt')
  })
  act(() => {
    permission.become('granted')
  })
  expect(result.current).toBe('granted')
  unmount()
  expect(permission.listeners.size).toBe(0)
})

it('says nothing where the browser says nothing', async () => {
  const { result } = renderHook(() => usePermission())
  await act(() => Promise.resolve())
  expect(result.current).toBe('unknown')
})
