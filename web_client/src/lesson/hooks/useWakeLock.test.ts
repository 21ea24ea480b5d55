import { act, renderHook } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useWakeLock } from './useWakeLock'

afterEach(() => {
  Reflect.deleteProperty(navigator, 'wakeLock')
})

function screen(request: () => Promise<unknown>) {
  const asked = vi.fn(request)
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request: asked } })
  return asked
}

it('holds the screen on, again after the page was hidden, and lets go at the end', async () => {
  const release = vi.fn(() => Promise.resolve())
  const asked = screen(() => Promise.resolve({ release }))
  const { rerender } = renderHook(
    ({ wanted }) => {
      useWakeLock(wanted)
    },
    { initialProps: { wanted: true } },
  )
  await act(() => Promise.resolve())
  document.dispatchEvent(new Event('visibilitychange'))
  await act(() => Promise.resolve())
  expect(asked).toHaveBeenCalledTimes(2)
  rerender({ wanted: false })
  expect(release).toHaveBeenCalled()
  document.dispatchEvent(new Event('visibilitychange'))
  expect(asked).toHaveBeenCalledTimes(2)
})

it.each([
  ['refuses', () => screen(() => Promise.reject(new Error('low battery')))],
  ['has none', () => undefined],
])('asks for nothing more where the browser %s', async (_, prepare) => {
  prepare()
  const { unmount } = renderHook(() => {
    useWakeLock(true)
  })
  await act(() => Promise.resolve())
  expect(unmount).not.toThrow()
})
