import { useWords } from '../words/useWords'
import styles from './Loading.module.css'

export function Loading() {
  const { t } = useWords()
  return (
    <p className={styles['loading']} role="status">
      {t('common.loading')}
    </p>
  )
}
