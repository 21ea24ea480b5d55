import { useOnline } from '../offline/useOnline'
import { useWords } from '../words/useWords'
import styles from './Loading.module.css'

export function Loading() {
  const { t } = useWords()
  // What does not come is not loading; the page says why above.
  if (!useOnline()) return null
  return (
    <p className={styles['loading']} role="status">
      {t('common.loading')}
    </p>
  )
}
