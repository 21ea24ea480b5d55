import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { SettingsStore } from '../../settings/settings'
import { SettingsContext } from '../../settings/useSettings'
import type { Replaced } from '../room/deviceCare'
import type { LessonAction } from '../state/lessonState'
import { useDevice } from './useDevice'

function device(use: (id: string | null) => Promise<boolean>) {
  const settings = new SettingsStore(() => localStorage)
  const listeners = new Set<() => void>()
  let replaced: Replaced | null = null
  const microphone = {
    use: vi.fn(use),
    replaced: () => replaced,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const told: LessonAction[] = []
  const tell = (action: LessonAction) => told.push(action)
  renderHook(
    () => {
      useDevice(microphone as never, tell)
    },
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <SettingsContext value={settings}>{children}</SettingsContext>
      ),
    },
  )
  const choose = (id: string | null) =>
    act(async () => {
      settings.change({ microphone: id })
      await Promise.resolve()
    })
  const replace = (by: Replaced) => {
    replaced = by
    act(() => {
      listeners.forEach((listener) => {
        listener()
      })
    })
  }
  return { settings, microphone, told, choose, replace }
}

it('uses what is chosen, from the beginning and in the middle', async () => {
  const { microphone, choose, told } = device(() => Promise.resolve(true))
  await choose('buds')
  expect(microphone.use.mock.calls).toEqual([[null], ['buds']])
  expect(told).toEqual([])
})

it('goes back to the last one where the choice cannot be had, and says so', async () => {
  const { settings, choose, told } = device((id) => Promise.resolve(id !== 'gone'))
  await choose('buds')
  await choose('gone')
  expect(settings.read().microphone).toBe('buds')
  expect(told).toMatchObject([{ type: 'notify', code: 'choice_failed' }])
})

it.each([
  ['AirPods Pro', 'mic.bluetooth'],
  ['USB Audio', 'mic.unplugged'],
])('says what is used instead of %s', (from, key) => {
  const { told, replace } = device(() => Promise.resolve(true))
  replace({ from, to: 'Built-in Audio (8086:a0c8)' })
  expect(told).toMatchObject([
    { code: 'microphone_replaced', text: { key, with: { device: 'Built-in Audio' } } },
  ])
})
