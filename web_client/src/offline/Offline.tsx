import { useWords } from '../words/useWords'
import styles from './Offline.module.css'

/** Stands above the page while there is no network, and goes by itself. */
export function Offline() {
  const { t } = useWords()
  return (
    <div className={styles['offline']} role="alert" data-testid="offline">
      <strong>{t('offline.title')}</strong>
      <p>{t('offline.body')}</p>
    </div>
  )
}
