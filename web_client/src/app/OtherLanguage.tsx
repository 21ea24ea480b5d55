import styles from './OtherLanguage.module.css'
import { useWords } from '../words/useWords'
import { changeLanguage } from '../words/words'
import { Button } from '../parts/Button'

const OTHER = { ko: ['en', 'English'], en: ['ko', '한국어'] } as const

/** To the page's other language, in that language: whoever cannot read this page can read its button. */
export function OtherLanguage() {
  const { language } = useWords()
  const [other, name] = OTHER[language]
  return (
    <span className={styles['other']} lang={other}>
      <Button
        look="link"
        size="compact"
        data-testid="other-language"
        onPress={() => void changeLanguage(other)}
      >
        {name}
      </Button>
    </span>
  )
}
