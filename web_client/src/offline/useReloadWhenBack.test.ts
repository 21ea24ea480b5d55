import { renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useReloadWhenBack } from './useReloadWhenBack'

it('reloads once, after the network was away', () => {
  const reload = vi.fn()
  const { rerender } = renderHook(
    ({ online }) => {
      useReloadWhenBack(online, reload)
    },
    { initialProps: { online: true } },
  )
  expect(reload).not.toHaveBeenCalled()
  rerender({ online: false })
  rerender({ online: true })
  rerender({ online: true })
  expect(reload).toHaveBeenCalledTimes(1)
})
