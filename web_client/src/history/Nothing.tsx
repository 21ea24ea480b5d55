import { Link } from 'react-router'
import { buttonLook } from '../parts/buttonLook'
import { useWords } from '../words/useWords'
import styles from './HistoryPage.module.css'

/** No lessons yet, or none that was sought. */
export function Nothing({ sought }: { sought: boolean }) {
  const { t } = useWords()
  return (
    <div className={styles['empty']} role="status">
      <p>{t(sought ? 'history.no_match' : 'history.empty')}</p>
      {!sought && (
        <Link className={buttonLook('plain')} to="/scenes">
          {t('start.pick')}
        </Link>
      )}
    </div>
  )
}
