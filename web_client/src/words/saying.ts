/** What a page says: words of its own, with what is to be filled in, or a text that came in both languages. */
import type { NoticeText } from '../contract'
import type { Language, Translate, WordKey } from './words'

export type Saying = WordKey | { key: WordKey; with: Record<string, string | number> } | NoticeText

export function say(saying: Saying, t: Translate, language: Language): string {
  if (typeof saying === 'string') return t(saying)
  return 'key' in saying ? t(saying.key, saying.with) : saying[language]
}
