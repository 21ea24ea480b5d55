import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { FakeMediaDevices } from '../test/fakeMediaDevices'
import { expectAccessible, renderPage, settingsWith } from '../test/page'
import { MicrophoneField } from './MicrophoneField'

afterEach(() => {
  Reflect.deleteProperty(navigator, 'mediaDevices')
})

it('remembers the chosen microphone, and shows the device’s own while that is unplugged', async () => {
  const media = new FakeMediaDevices().install()
  const [builtIn, buds] = [
    { deviceId: 'a', label: 'Built-in' },
    { deviceId: 'b', label: 'Galaxy Buds' },
  ]
  media.devices = [builtIn, buds]
  const settings = settingsWith()
  const { container } = await renderPage(<MicrophoneField allowed />, { settings })
  const field = await screen.findByLabelText('Microphone')
  expect(field).toHaveDisplayValue('Like my device')
  await userEvent.selectOptions(field, 'Galaxy Buds')
  expect(settings.read().microphone).toBe('b')
  await expectAccessible(container)
  media.change([builtIn])
  await screen.findByDisplayValue('Like my device')
  expect(settings.read().microphone).toBe('b')
  media.change([builtIn, buds])
  await screen.findByDisplayValue('Galaxy Buds')
  await userEvent.selectOptions(field, 'Like my device')
  expect(settings.read().microphone).toBeNull()
})
