import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { type Settings, SettingsStore } from '../../settings/settings'
import { expectAccessible, renderPage, serve } from '../../test/page'
import { SettingsSheet } from './SettingsSheet'

const NOTICE = { code: 'choice_failed', text: 'notice.failed', acts: [], urgent: false } as const

async function sheet(first: Partial<Settings> = {}, language: 'ko' | 'en' = 'en') {
  serve({ 'GET /api/voices': [200, { voices: ['alloy', 'cedar'], default: 'alloy' }] })
  const onClose = vi.fn()
  const settings = new SettingsStore(() => localStorage)
  settings.change(first)
  await renderPage(
    <SettingsSheet
      open
      onClose={onClose}
      speaks="alloy"
      microphoneAllowed={false}
      track={undefined}
      notice={NOTICE}
    />,
    {
      settings,
      language,
    },
  )
  return { settings, onClose, dialog: await screen.findByRole('dialog') }
}

it.each(['ko', 'en'] as const)('shows in %s what can be changed in the lesson', async (language) => {
  const { dialog } = await sheet({}, language)
  await within(dialog).findByTestId('voice')
  expect(within(dialog).getAllByRole('radiogroup')).toHaveLength(5)
  expect(within(dialog).getAllByRole('switch')).toHaveLength(3)
  await expectAccessible(dialog)
})

it('changes at once, and closes', async () => {
  const { settings, onClose } = await sheet()
  expect(screen.getByText(/That did not work just now/)).toBeVisible()
  await userEvent.click(screen.getByText('Push to talk'))
  await userEvent.click(await screen.findByRole('radio', { name: 'Cedar' }))
  expect(settings.read()).toMatchObject({ talk: 'push', voice: 'cedar' })
  await userEvent.click(screen.getByTestId('settings-close'))
  expect(onClose).toHaveBeenCalled()
})

it('lists the keys, with the space bar where one talks by it, and none where they are off', async () => {
  await sheet({ talk: 'push' })
  await userEvent.click(screen.getByTestId('keys'))
  expect(screen.getByText('Space')).toBeVisible()
  await userEvent.click(screen.getByText('Use keyboard shortcuts'))
  expect(screen.queryByTestId('keys')).not.toBeInTheDocument()
})
