import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import { expectAccessible, renderPage } from '../../test/page'
import { TypePanel } from './TypePanel'

async function panel() {
  const onSend = vi.fn()
  function Panel() {
    const [text, setText] = useState('')
    return <TypePanel text={text} onText={setText} onSend={onSend} takesFocus opener={{ current: null }} />
  }
  const { container } = await renderPage(<Panel />)
  return { onSend, container, text: screen.getByRole('textbox') }
}

it('sends with Enter, empties, and stays ready for the next line', async () => {
  const { onSend, text, container } = await panel()
  await waitFor(() => {
    expect(text).toHaveFocus()
  })
  await userEvent.type(text, '  two nights {Enter}')
  expect(onSend).toHaveBeenCalledWith('two nights')
  expect(text).toHaveValue('')
  await userEvent.type(text, 'please')
  await userEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(onSend).toHaveBeenLastCalledWith('please')
  expect(text).toHaveFocus()
  await expectAccessible(container)
})

it('does not send blank lines, nor the Enter that ends a Korean composition', async () => {
  const { onSend, text } = await panel()
  await userEvent.type(text, '   {Enter}')
  await userEvent.type(text, '안녕')
  fireEvent.keyDown(text, { key: 'Enter', isComposing: true })
  fireEvent.keyDown(text, { key: 'Enter', isComposing: false, keyCode: 229 }) // Safari's
  expect(onSend).not.toHaveBeenCalled()
})

it('tells what is left near the limit', async () => {
  const { text } = await panel()
  fireEvent.change(text, { target: { value: 'a'.repeat(1900) } })
  expect(screen.getByText('100 characters left')).toBeVisible()
})

it('takes the focus when it is asked for, though it stood open already', async () => {
  function Panel() {
    const [asked, setAsked] = useState(false)
    return (
      <>
        <button
          onClick={() => {
            setAsked(true)
          }}
        >
          Type instead
        </button>
        <TypePanel text="" onText={vi.fn()} onSend={vi.fn()} takesFocus={asked} opener={{ current: null }} />
      </>
    )
  }
  await renderPage(<Panel />)
  expect(screen.getByRole('textbox')).not.toHaveFocus()
  await userEvent.click(screen.getByRole('button', { name: 'Type instead' }))
  await waitFor(() => {
    expect(screen.getByRole('textbox')).toHaveFocus()
  })
})
