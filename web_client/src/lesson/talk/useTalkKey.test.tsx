import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useTalkKey } from './useTalkKey'

function setting({ on = true, anywhere = true } = {}) {
  const talk = { press: vi.fn(), release: vi.fn() }
  function Page() {
    useTalkKey(talk, on, anywhere)
    return (
      <main>
        <p>text</p>
        <button type="button" data-talk="">
          talk
        </button>
        <button type="button">other</button>
        <textarea aria-label="writing" />
      </main>
    )
  }
  render(<Page />)
  return talk
}

const space = { code: 'Space', key: ' ' }

it.each([
  ['on the page', () => screen.getByText('text'), {}, 1],
  ['on the talk button', () => screen.getByText('talk'), {}, 1],
  ['on another button', () => screen.getByText('other'), {}, 0],
  ['in a text', () => screen.getByLabelText('writing'), {}, 0],
  ['on the page with shortcuts off', () => screen.getByText('text'), { anywhere: false }, 0],
  ['on the talk button with shortcuts off', () => screen.getByText('talk'), { anywhere: false }, 1],
  ['with an open microphone', () => screen.getByText('text'), { on: false }, 0],
])('space held %s', (_, at, parts, times) => {
  const talk = setting(parts)
  fireEvent.keyDown(at(), space)
  fireEvent.keyDown(at(), { ...space, repeat: true })
  expect(talk.press).toHaveBeenCalledTimes(times)
})

it('is let go wherever the focus is by then, and clicks nothing', () => {
  const talk = setting()
  const clicked = vi.fn()
  screen.getByText('talk').addEventListener('click', clicked)
  expect(fireEvent.keyDown(screen.getByText('talk'), space)).toBe(false)
  fireEvent.keyUp(screen.getByLabelText('writing'), space)
  expect(talk.release).toHaveBeenCalledOnce()
  expect(fireEvent.keyUp(screen.getByText('talk'), space)).toBe(false)
})
