import { renderHook } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { useEscape } from './useEscape'

it('acts on Escape unless something nearer did, or it is not wanted', async () => {
  const onEscape = vi.fn()
  const { rerender } = renderHook(
    ({ active }) => {
      useEscape(onEscape, active)
    },
    { initialProps: { active: true } },
  )
  await userEvent.keyboard('{Escape}a')
  expect(onEscape).toHaveBeenCalledTimes(1)
  const used = new KeyboardEvent('keydown', { key: 'Escape', cancelable: true })
  used.preventDefault()
  window.dispatchEvent(used)
  // The end of a composition, as Safari and the others tell of it.
  for (const composed of [{ keyCode: 229 }, { isComposing: true }])
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', ...composed }))
  rerender({ active: false })
  await userEvent.keyboard('{Escape}')
  expect(onEscape).toHaveBeenCalledTimes(1)
})
