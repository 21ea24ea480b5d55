import { act, renderHook, waitFor } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { FakeMediaDevices } from '../test/fakeMediaDevices'
import { useMicrophones } from './useMicrophones'

afterEach(() => {
  Reflect.deleteProperty(navigator, 'mediaDevices')
})

it('follows microphones as they are named, come and go', async () => {
  const media = new FakeMediaDevices().install()
  media.devices = [{ deviceId: '', label: '' }]
  const { result, rerender, unmount } = renderHook(({ allowed }) => useMicrophones(allowed), {
    initialProps: { allowed: false },
  })
  const become = (...labels: string[]) =>
    waitFor(() => {
      expect(result.current.map(({ label }) => label)).toEqual(labels)
    })
  await become()
  media.devices = [{ deviceId: 'a', label: 'Built-in' }]
  rerender({ allowed: true })
  await become('Built-in')
  act(() => {
    media.change([...media.devices, { deviceId: 'b', label: 'AirPods' }])
  })
  await become('Built-in', 'AirPods')
  act(() => {
    media.change([{ deviceId: 'a', label: 'Built-in' }])
  })
  await become('Built-in')
  unmount()
  expect(media.listeners.size).toBe(0)
})

it('has none where the browser shows none', () => {
  expect(renderHook(() => useMicrophones(true)).result.current).toEqual([])
})
