import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { renderPage, serve, settingsWith } from '../test/page'
import { quietContext } from '../test/quietPlayer'
import { VoiceField } from './VoiceField'

const VOICES = { 'GET /api/voices': [200, { voices: ['alloy', 'marin'], default: 'alloy' }] } as const

it('lets a voice be heard before it is chosen, and says when it cannot', async () => {
  vi.stubGlobal('AudioContext', vi.fn(quietContext))
  const asked = serve({ 'GET /api/voices': [...VOICES['GET /api/voices']] })
  const settings = settingsWith()
  await renderPage(<VoiceField />, { settings })
  await userEvent.selectOptions(await screen.findByLabelText("Tutor's voice"), 'Marin')
  expect(settings.read().voice).toBe('marin')
  await userEvent.click(screen.getByRole('button', { name: 'Hear Marin' }))
  // Nobody answers with a sound here.
  expect(await screen.findByText('This cannot be played just now.')).toBeVisible()
  expect(asked.map(({ path }) => path)).toContain('/api/voices/marin/sample')
  await userEvent.selectOptions(screen.getByLabelText("Tutor's voice"), 'Alloy')
  expect(screen.queryByText('This cannot be played just now.')).not.toBeInTheDocument()
})

it('shows the server’s own choice for a voice that it does not offer', async () => {
  serve({ 'GET /api/voices': [...VOICES['GET /api/voices']] })
  const settings = settingsWith({ voice: 'verse' })
  await renderPage(<VoiceField />, { settings })
  expect(await screen.findByLabelText("Tutor's voice")).toHaveDisplayValue('Alloy')
})
