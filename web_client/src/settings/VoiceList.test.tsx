import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { expectAccessible, renderPage, serve, settingsWith } from '../test/page'
import { quietContext } from '../test/quietPlayer'
import type { Voice } from './settings'
import { VoiceList } from './VoiceList'

beforeEach(() => {
  vi.stubGlobal('AudioContext', vi.fn(quietContext))
})

afterEach(() => {
  vi.unstubAllGlobals()
})

async function list(wished: Voice | null, speaks: Voice | null) {
  const asked = serve({ 'GET /api/voices': [200, { voices: ['alloy', 'ash', 'marin'], default: 'alloy' }] })
  const settings = settingsWith({ voice: wished })
  const { container } = await renderPage(<VoiceList speaks={speaks} />, { settings })
  await screen.findByRole('radiogroup', { name: "Tutor's voice" })
  return { asked, settings, container }
}

it('lets each voice be heard, and chooses none by that', async () => {
  const { asked, settings, container } = await list('ash', 'ash')
  await userEvent.click(screen.getByRole('button', { name: 'Hear Marin' }))
  await waitFor(() => {
    expect(asked.map(({ path }) => path)).toContain('/api/voices/marin/sample')
  })
  expect(settings.read().voice).toBe('ash')
  expect(screen.getByRole('radio', { name: 'Ash' })).toBeChecked()
  await userEvent.click(screen.getByRole('radio', { name: 'Marin' }))
  expect(settings.read().voice).toBe('marin')
  await expectAccessible(container)
})

it('goes by the arrow keys from voice to voice, and by Tab to what can be heard', async () => {
  const { settings } = await list('alloy', 'alloy')
  await userEvent.tab()
  expect(screen.getByRole('radio', { name: 'Alloy' })).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}')
  expect(settings.read().voice).toBe('ash')
  await userEvent.tab()
  expect(screen.getByRole('button', { name: 'Hear Ash' })).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}')
  expect(settings.read().voice).toBe('ash')
})

it.each([
  ['the one that speaks, where nothing was wished', null, 'ash', 'Ash'],
  ['the one that speaks, for a wish that is not offered', 'nova', 'marin', 'Marin'],
  ['the wish', 'marin', 'ash', 'Marin'],
  ['the server’s first, while nothing is known', null, null, 'Alloy'],
] as const)('shows %s', async (_, wished, speaks, name) => {
  await list(wished, speaks)
  expect(screen.getByRole('radio', { checked: true })).toHaveAccessibleName(name)
})
