import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { useShortcuts } from './useShortcuts'

function Page({ onType, active = true }: { onType: () => void; active?: boolean }) {
  useShortcuts({ KeyT: onType }, active)
  return (
    <>
      <button type="button">End</button>
      <textarea aria-label="Text" />
    </>
  )
}

it('acts by the place of the key, whatever the layout writes', async () => {
  const onType = vi.fn()
  render(<Page onType={onType} />)
  await userEvent.keyboard('[KeyT]')
  window.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyT', key: 'ㅅ' }))
  expect(onType).toHaveBeenCalledTimes(2)
})

it('leaves writing, other keys and the browser’s own shortcuts alone', async () => {
  const onType = vi.fn()
  render(<Page onType={onType} />)
  await userEvent.type(screen.getByLabelText('Text'), 'tt')
  await userEvent.click(screen.getByText('End'))
  await userEvent.keyboard('x{Control>}[KeyT]{/Control}')
  expect(onType).not.toHaveBeenCalled()
})

it('can be switched off', async () => {
  const onType = vi.fn()
  render(<Page onType={onType} active={false} />)
  await userEvent.keyboard('[KeyT]')
  expect(onType).not.toHaveBeenCalled()
})
