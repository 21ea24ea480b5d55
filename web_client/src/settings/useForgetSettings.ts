import { use } from 'react'
import { forgetLanguage } from '../words/words'
import { SettingsContext } from './useSettings'

/** Makes this browser forget what the learner chose. */
export function useForgetSettings(): () => void {
  const store = use(SettingsContext)
  return () => {
    store.forget()
    forgetLanguage()
  }
}
