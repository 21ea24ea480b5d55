import { useTranslation } from 'react-i18next'
import { isLanguage, type Language, type Translate } from './words'

export interface Words {
  t: Translate
  language: Language
}

export function useWords(): Words {
  const { t, i18n } = useTranslation()
  return { t: t as Translate, language: isLanguage(i18n.language) ? i18n.language : 'en' }
}
