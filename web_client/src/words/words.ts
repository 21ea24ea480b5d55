/**
 * The page's words: one catalogue, Korean and English side by side, so that a missing twin is seen at once. A value
 * that counts is {one, other} in English and {other} in Korean (i18next's plural forms).
 */
import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import messages from './messages.json'

export type Language = 'ko' | 'en'
export type WordKey = keyof typeof messages

/** A key that does not exist does not compile. */
export type Translate = (key: WordKey, parameters?: Record<string, string | number>) => string

const STORAGE_KEY = 'tutor.language'

export function isLanguage(value: unknown): value is Language {
  return value === 'ko' || value === 'en'
}

/** What was chosen before, else Korean where the browser asks for it first of the two, else English. */
export function chooseLanguage(chosen: string | null, wanted: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en'
}

/** The catalogue of one language in i18next's form: plural forms become suffixed keys. */
export function catalogue(language: Language): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([key, { [language]: text }]): [string, string][] =>
      typeof text === 'string'
        ? [[key, text]]
        : Object.entries(text as Record<string, string>).map(([form, words]) => [`${key}_${form}`, words]),
    ),
  )
}

export async function startWords(): Promise<i18n> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await i18next.use(initReactI18next).init({
    lng: chooseLanguage(remembered(), navigator.languages),
    resources: { ko: { translation: catalogue('ko') }, en: { translation: catalogue('en') } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { prefix: '{', suffix: '}', escapeValue: false }, // React escapes
  })
  return i18next
}

export async function changeLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(STORAGE_KEY, language)
  } catch {
    // Storage switched off: the choice lasts until the page is closed.
  }
  await i18next.changeLanguage(language)
}

/** What was chosen; the page stays as it is until it is opened again. */
export function forgetLanguage(): void {
  try {
    localStorage.removeItem(STORAGE_KEY)
  } catch {
    // Nothing was stored.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}
