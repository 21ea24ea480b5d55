import { Link, useLocation } from 'react-router'
import { buttonLook } from '../parts/buttonLook'
import { useWords } from '../words/useWords'
import { unconnectedIn } from './unconnected'
import styles from './Unconnected.module.css'

/** After a call that did not connect: the same lesson without one. */
export function Unconnected() {
  const { t } = useWords()
  const { state } = useLocation() as { state: unknown }
  const lessonId = unconnectedIn(state)
  if (lessonId === null) return null
  return (
    <div className={styles['unconnected']} role="status" data-testid="unconnected">
      <p>{t('start.unconnected')}</p>
      <Link className={buttonLook('quiet', 'compact')} to={`/lessons/${lessonId}/messages`}>
        {t('messages.offer')}
      </Link>
    </div>
  )
}
