import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { expectAccessible, renderPage } from '../../test/page'
import { TalkButton } from './TalkButton'
import type { Presses } from './presses'
import type { TalkPhase } from './talkState'

beforeEach(() => {
  // jsdom has no pointer capture.
  Element.prototype.setPointerCapture = () => undefined
})

async function button(phase: TalkPhase = 'idle') {
  const talk = { press: vi.fn(), release: vi.fn(), slide: vi.fn() }
  const { container } = await renderPage(
    <TalkButton talk={{ phase, presses: talk as unknown as Presses }} track={undefined} />,
  )
  return { talk, container, talkButton: screen.getByTestId('talk') }
}

const finger = { pointerId: 1, pointerType: 'touch', button: 0, width: 20, height: 20, pressure: 0.5 }

it('is held by a finger, which may slide away and back', async () => {
  const { talk, talkButton, container } = await button()
  fireEvent.pointerDown(talkButton, { ...finger, clientY: 500 })
  fireEvent.pointerMove(talkButton, { ...finger, clientY: 440 })
  fireEvent.pointerMove(talkButton, { ...finger, clientY: 445 })
  fireEvent.pointerMove(talkButton, { ...finger, pointerId: 2, clientY: 100 })
  fireEvent.pointerUp(talkButton, finger)
  fireEvent.click(talkButton, { detail: 1 })
  expect(talk.press).toHaveBeenCalledOnce()
  expect(talk.slide.mock.calls).toEqual([[true], [false]])
  expect(talk.release).toHaveBeenCalledOnce()
  await expectAccessible(container)
})

it('sends what was said when the finger is taken away by the system', async () => {
  const { talk, talkButton } = await button()
  fireEvent.pointerDown(talkButton, { ...finger, clientY: 500 })
  fireEvent.pointerCancel(talkButton, finger)
  expect(talk.slide).toHaveBeenLastCalledWith(false)
  expect(talk.release).toHaveBeenCalledOnce()
})

it.each([
  ['idle', 'press'],
  ['held', 'release'],
] as const)('pressed by who cannot hold while %s, it does: %s', async (phase, act) => {
  const { talk, talkButton } = await button(phase)
  talkButton.focus()
  await userEvent.keyboard('{Enter}')
  fireEvent.pointerDown(talkButton, { ...finger, width: 0, height: 0 })
  fireEvent.click(talkButton, { detail: 1 })
  expect(talk[act]).toHaveBeenCalledTimes(2)
})

it('leaves the other buttons of a mouse alone', async () => {
  const { talk, talkButton } = await button()
  fireEvent.pointerDown(talkButton, { ...finger, pointerType: 'mouse', button: 2 })
  expect(talk.press).not.toHaveBeenCalled()
})

it.each([
  ['idle', 'Hold to talk', 'false'],
  ['held', 'Release to send', 'true'],
  ['leaving', 'Release to cancel', 'true'],
] as const)('says in words what %s means', async (phase, words, pressed) => {
  const { talkButton } = await button(phase)
  expect(talkButton).toHaveAccessibleName(words)
  expect(talkButton).toHaveAttribute('aria-pressed', pressed)
})
