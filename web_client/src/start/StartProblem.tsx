import type { CallError } from '../api/http'
import { useOnline } from '../offline/useOnline'
import { useWords } from '../words/useWords'
import { timeOf } from '../words/when'
import styles from './StartProblem.module.css'

/** Why a lesson could not start, in one sentence. In the page from the start, so that it is read out when it comes. */
export function StartProblem({ error }: { error: CallError | null }) {
  const { t, language } = useWords()
  const online = useOnline()
  const words = () => {
    if (error === null) return null
    if (error.code === 'network') return online ? t('notice.failed') : t('offline.title')
    const seconds = error.problem?.retry_after_seconds
    if (error.code === 'too_many_lessons' && seconds != null)
      return t('notice.limit', { when: timeOf(new Date(error.at + seconds * 1000), language) })
    return t('notice.failed')
  }
  return (
    <p className={styles['problem']} role="alert" data-testid="start-problem" data-code={error?.code}>
      {words()}
    </p>
  )
}
