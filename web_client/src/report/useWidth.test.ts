import { act, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useWidth } from './useWidth'

it('follows the width of its place', () => {
  let lay: (width: number) => void = () => undefined
  const disconnect = vi.fn()
  vi.stubGlobal(
    'ResizeObserver',
    class {
      disconnect = disconnect
      constructor(tell: (entries: { contentRect: { width: number } }[]) => void) {
        lay = (width) => {
          tell([{ contentRect: { width } }])
        }
      }
      observe() {
        return undefined
      }
    },
  )
  const { result, unmount } = renderHook(() => useWidth({ current: document.body }))
  expect(result.current).toBe(272)
  act(() => {
    lay(548.6)
  })
  expect(result.current).toBe(548)
  unmount()
  expect(disconnect).toHaveBeenCalled()
})
