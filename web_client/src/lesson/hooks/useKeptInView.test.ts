import { renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useKeptInView } from './useKeptInView'

it('scrolls when it opens and when it grows, until it is closed', () => {
  let grow: () => void = () => undefined
  const disconnect = vi.fn()
  class Observer {
    constructor(onResize: () => void) {
      grow = onResize
    }
    observe = () => undefined
    disconnect = disconnect
  }
  vi.stubGlobal('ResizeObserver', Observer)
  const element = { current: document.createElement('li') }
  const scrolled = vi.spyOn(element.current, 'scrollIntoView')
  const { rerender } = renderHook(
    ({ open }) => {
      useKeptInView(element, open)
    },
    { initialProps: { open: false } },
  )
  expect(scrolled).not.toHaveBeenCalled()
  rerender({ open: true })
  grow()
  expect(scrolled).toHaveBeenCalledTimes(2)
  rerender({ open: false })
  expect(disconnect).toHaveBeenCalled()
})
