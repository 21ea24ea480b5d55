import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stateOf } from '../start/wish'
import { FakeMediaDevices } from '../test/fakeMediaDevices'
import { FakePermission } from '../test/fakePermission'
import { LESSON_ID, TICKET } from '../test/lessons'
import { expectAccessible, renderPage, serve, settingsWith, Where } from '../test/page'
import MicrophonePage from './MicrophonePage'

let media: FakeMediaDevices

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true)
  media = new FakeMediaDevices().install()
  media.devices = [{ deviceId: 'a', label: 'Built-in' }]
})

afterEach(() => {
  Reflect.deleteProperty(navigator, 'mediaDevices')
  Reflect.deleteProperty(navigator, 'permissions')
})

const WISHED = { pathname: '/microphone', state: stateOf({ mode: 'free' }) }

function open(language: 'ko' | 'en' = 'en', at: typeof WISHED | string = WISHED) {
  const settings = settingsWith()
  return renderPage(
    <Routes>
      <Route path="microphone" element={<MicrophonePage />} />
      <Route path="*" element={<Where />} />
    </Routes>,
    { language, at, settings },
  ).then(({ container }) => ({ container, settings }))
}

const verdict = () => screen.findByTestId('microphone-verdict')
const went = async (): Promise<unknown> => JSON.parse((await screen.findByTestId('where')).textContent)

describe('the microphone check', () => {
  it.each(['ko', 'en'] as const)('asks the browser only when the learner does, in %s', async (language) => {
    new FakePermission('prompt').install()
    const { container } = await open(language)
    expect(media.asked).toEqual([])
    await expectAccessible(container)
    await userEvent.click(screen.getByTestId('microphone-allow'))
    expect(await screen.findByTestId('microphone-go')).toBeEnabled()
    expect(media.asked).toMatchObject([{ audio: { echoCancellation: true } }])
    expect(await screen.findByTestId('microphone-device')).toHaveTextContent('Built-in')
    await expectAccessible(container)
  })

  it('goes on into the lesson that was wished for, and is not shown again', async () => {
    new FakePermission('granted').install()
    const asked = serve({ 'POST /api/lessons': [201, TICKET] })
    const { settings } = await open()
    await userEvent.click(await screen.findByTestId('microphone-go'))
    expect(await went()).toEqual([`/lessons/${LESSON_ID}`, { typed: false }])
    expect(asked.map(({ body }) => body)).toMatchObject([{ mode: 'free' }])
    expect([settings.read().microphoneChecked, media.track.stopped]).toEqual([true, true])
  })

  it('lets a learner write instead', async () => {
    new FakePermission('prompt').install()
    serve({ 'POST /api/lessons': [201, TICKET] })
    await open()
    await userEvent.click(screen.getByTestId('microphone-type'))
    expect(await went()).toEqual([`/lessons/${LESSON_ID}`, { typed: true }])
    expect(media.asked).toEqual([])
  })

  it.each([
    ['NotAllowedError', 'denied', 'Allow the microphone in the site settings beside the address.'],
    ['NotFoundError', 'none', 'No microphone found. Connect one and try again.'],
    ['NotReadableError', 'busy', 'Another app is using the microphone. Close it and try again.'],
  ])('says what to do after %s', async (name, status, words) => {
    new FakePermission('granted').install()
    media.refuses = new DOMException('', name)
    const { container } = await open()
    expect(await screen.findByText(words)).toBeVisible()
    expect(await verdict()).toHaveAttribute('data-status', status)
    await expectAccessible(container)
    media.refuses = null
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByTestId('microphone-go')).toBeEnabled()
  })

  it('opens by itself when the learner allows it in the browser', async () => {
    const permission = new FakePermission('denied').install()
    media.refuses = new DOMException('', 'NotAllowedError')
    await open()
    await userEvent.click(screen.getByTestId('microphone-allow'))
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('The microphone is blocked')
    media.refuses = null
    permission.become('granted')
    expect(await screen.findByTestId('microphone-go')).toBeEnabled()
  })

  it('says which microphone is used after one went away', async () => {
    new FakePermission('granted').install()
    media.track.label = 'AirPods'
    await open()
    await screen.findByTestId('microphone-go')
    const airpods = media.track
    media.newTrack('Built-in')
    airpods.onended?.()
    expect(await screen.findByText('Bluetooth dropped. Now using the microphone of Built-in.')).toBeVisible()
  })

  it('is only a look where no lesson was wished for', async () => {
    new FakePermission('granted').install()
    await open('en', '/microphone')
    expect(screen.queryByTestId('microphone-type')).not.toBeInTheDocument()
    await userEvent.click(await screen.findByRole('button', { name: 'Done' }))
    expect(await went()).toEqual(['/', null])
  })
})
