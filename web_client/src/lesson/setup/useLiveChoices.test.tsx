import { QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import type { Settings } from '../../settings/settings'
import { SettingsContext } from '../../settings/useSettings'
import { serve, settingsWith, testClient } from '../../test/page'
import type { TutorCalls } from '../room/tutorCalls'
import type { Choices } from '../state/lessonState'
import { useLiveChoices } from './useLiveChoices'

const LESSON: Choices = { voice: 'alloy', patience: 'auto', pace: 'auto' }

function choices(wishes: Partial<Settings>, answers: Partial<Record<keyof TutorCalls, Promise<void>>> = {}) {
  serve({ 'GET /api/voices': [200, { voices: ['alloy', 'ash'], default: 'alloy' }] })
  const told: unknown[] = []
  const method = (name: keyof TutorCalls) => (wish: string) => {
    told.push([name, wish])
    return answers[name] ?? Promise.resolve()
  }
  const calls = {
    setVoice: method('setVoice'),
    setPatience: method('setPatience'),
    setPace: method('setPace'),
    talk: method('talk'),
  } as unknown as TutorCalls
  const settings = settingsWith(wishes)
  const client = testClient()
  const notify = vi.fn()
  const { rerender } = renderHook(
    ({ lesson }: { lesson: Choices | null }) => {
      useLiveChoices(lesson, calls, notify)
    },
    {
      initialProps: { lesson: null as Choices | null },
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={client}>
          <SettingsContext value={settings}>{children}</SettingsContext>
        </QueryClientProvider>
      ),
    },
  )
  rerender({ lesson: LESSON })
  return { told, settings, client, notify, rerender }
}

it('tells a running lesson what was chosen on another page, and only that', async () => {
  const { told, notify } = choices({ voice: 'ash', patience: '3', pace: 'auto', talk: 'push' })
  await expect.poll(() => told).toHaveLength(2)
  expect(told).toEqual(
    expect.arrayContaining([
      ['setVoice', 'ash'],
      ['setPatience', '3'],
    ]),
  )
  expect(notify.mock.calls).toEqual([['voice_changed', expect.anything()]])
})

it('does not tell a voice of another engine', async () => {
  const { told, client, settings } = choices({ voice: 'nova', pace: 'slower' })
  await expect.poll(() => client.getQueryData(['voices'])).toBeDefined()
  await expect.poll(() => told).toEqual([['setPace', 'slower']])
  expect(settings.read().voice).toBe('nova')
})

it('shows again the voice that the tutor kept, and leaves the words about it to the tutor', async () => {
  const { told, notify, settings, rerender } = choices({ voice: 'ash' })
  await expect.poll(() => notify.mock.calls).toHaveLength(1)
  rerender({ lesson: { ...LESSON } })
  expect(settings.read().voice).toBe('alloy')
  expect(told).toEqual([['setVoice', 'ash']])
  expect(notify).toHaveBeenCalledOnce()
})

it('shows again what holds where the tutor refuses, and says so', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const { notify, settings } = choices({ patience: '3' }, { setPatience: Promise.reject(new Error('1503')) })
  await expect.poll(() => notify.mock.calls).toEqual([['choice_failed', 'notice.failed']])
  expect(settings.read().patience).toBe('auto')
})
