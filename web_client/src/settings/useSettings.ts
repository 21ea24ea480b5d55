import { createContext, use, useSyncExternalStore } from 'react'
import { type Settings, SettingsStore } from './settings'

export const settingsStore = new SettingsStore(() => localStorage)

export const SettingsContext = createContext(settingsStore)

export function useSettings(): [Settings, (change: Partial<Settings>) => void] {
  const store = use(SettingsContext)
  const settings = useSyncExternalStore(store.subscribe, store.read)
  return [
    settings,
    (change) => {
      store.change(change)
    },
  ]
}
