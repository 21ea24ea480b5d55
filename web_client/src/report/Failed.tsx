import { Button } from '../parts/Button'
import { useWords } from '../words/useWords'
import styles from './Failed.module.css'

interface FailedProps {
  words: string
  onAskAgain: () => void
}

/** In the place of what could not be got. */
export function Failed({ words, onAskAgain }: FailedProps) {
  const { t } = useWords()
  return (
    <div className={styles['failed']} role="alert">
      <p>{words}</p>
      <Button look="quiet" onPress={onAskAgain}>
        {t('common.retry')}
      </Button>
    </div>
  )
}
