import { useWords } from '../words/useWords'
import styles from './Offline.module.css'

/** The sun is below the water. Goes by itself when the network is back. */
export function Offline() {
  const { t } = useWords()
  return (
    <section className={styles['offline']} role="alert" data-testid="offline">
      <div className={styles['sun']} aria-hidden="true" />
      <h2>{t('offline.title')}</h2>
      <p>{t('offline.body')}</p>
    </section>
  )
}
