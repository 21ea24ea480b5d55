import { use } from 'react'
import { forgetKeptLesson } from '../lesson/kept'
import { forgetLanguage } from '../words/words'
import { SettingsContext } from './useSettings'

/** Makes this browser forget what the learner chose, and wrote. */
export function useForgetSettings(): () => void {
  const store = use(SettingsContext)
  return () => {
    store.forget()
    forgetLanguage()
    forgetKeptLesson()
  }
}
