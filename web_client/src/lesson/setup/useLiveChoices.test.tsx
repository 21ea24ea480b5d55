import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { RpcError } from 'livekit-client'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Settings } from '../../settings/settings'
import { SettingsContext } from '../../settings/useSettings'
import { serve, settingsWith, testClient } from '../../test/page'
import type { TutorCalls } from '../room/tutorCalls'
import type { Choices } from '../state/lessonState'
import { useLiveChoices } from './useLiveChoices'

afterEach(() => {
  vi.useRealTimers()
})

const LESSON: Choices = { voice: 'alloy', patience: 'auto', pace: 'auto' }

function choices(
  wishes: Partial<Settings>,
  answers: Partial<Record<keyof TutorCalls, () => Promise<void>>> = {},
) {
  serve({ 'GET /api/voices': [200, { voices: ['alloy', 'ash'], default: 'alloy' }] })
  const told: unknown[] = []
  const method = (name: keyof TutorCalls) => (wish: string) => {
    told.push([name, wish])
    return answers[name]?.() ?? Promise.resolve()
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
  vi.useFakeTimers()
  const { told, client, settings } = choices({ voice: 'nova', pace: 'slower' })
  await act(() => vi.advanceTimersByTimeAsync(1000))
  expect(client.getQueryData(['voices'])).toBeDefined()
  expect(told).toEqual([['setPace', 'slower']])
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
  const { notify, settings } = choices(
    { patience: '3' },
    { setPatience: () => Promise.reject(new Error('1503')) },
  )
  await expect.poll(() => notify.mock.calls).toEqual([['choice_failed', 'notice.failed']])
  expect(settings.read().patience).toBe('auto')
})

describe('a voice that this lesson’s engine does not have', () => {
  const refused = () =>
    Promise.reject(new RpcError(1400, 'no', JSON.stringify({ code: 'voice_not_allowed', field: 'voice' })))

  beforeEach(() => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  })

  it('stays the learner’s wish where it was only remembered, and is asked for once', async () => {
    const { told, notify, settings, rerender } = choices({ voice: 'ash' }, { setVoice: refused })
    vi.useFakeTimers()
    rerender({ lesson: { ...LESSON } })
    await act(() => vi.advanceTimersByTimeAsync(1000))
    rerender({ lesson: { ...LESSON } })
    await act(() => vi.advanceTimersByTimeAsync(1000))
    expect(told).toEqual([['setVoice', 'ash']])
    expect(settings.read().voice).toBe('ash')
    expect(notify).not.toHaveBeenCalled()
  })

  it('is taken back with a word where the learner has chosen it now', async () => {
    const { notify, settings } = choices({ voice: 'alloy' }, { setVoice: refused })
    act(() => {
      settings.change({ voice: 'ash' })
    })
    await expect.poll(() => notify.mock.calls).toEqual([['choice_failed', 'notice.failed']])
    expect(settings.read().voice).toBe('alloy')
  })
})
