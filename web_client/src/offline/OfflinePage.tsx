import { PageTitle } from '../parts/PageTitle'
import { useWords } from '../words/useWords'
import styles from './OfflinePage.module.css'

/** Where there is no page to show without a network: the sun is below the water. */
export function OfflinePage() {
  const { t } = useWords()
  return (
    <main className={styles['page']} data-testid="offline-page">
      <div className={styles['sun']} aria-hidden="true" />
      <div role="alert">
        <PageTitle title={t('offline.title')} />
        <p>{t('offline.body')}</p>
      </div>
    </main>
  )
}
