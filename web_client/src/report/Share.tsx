import type { Report } from '../contract'
import { useWords } from '../words/useWords'
import { length } from '../words/when'
import { Figure } from './Figure'
import styles from './Share.module.css'

interface ShareProps {
  /** The learner's part of all speech, 0 to 1. */
  share: number
  report: Pick<Report, 'learner_speech_seconds' | 'tutor_speech_seconds'>
}

/** Who spoke how long: one bar in two parts, as long as they are, with its words at both ends. */
export function Share({ share, report }: ShareProps) {
  const { t } = useWords()
  const mine = Math.round(share * 100)
  return (
    <Figure title={t('report.share')} says={t('report.share_says', { p: mine })}>
      <div className={styles['bar']} aria-hidden="true">
        {mine > 0 && <div className={styles['me']} style={{ flexGrow: mine }} />}
        {mine < 100 && <div className={styles['tutor']} style={{ flexGrow: 100 - mine }} />}
      </div>
      <div className={styles['ends']}>
        <p>
          <strong>{t('report.share_me', { p: mine })}</strong>
          {length(report.learner_speech_seconds, t)}
        </p>
        <p className={styles['right']}>
          <strong>{t('report.share_tutor', { p: 100 - mine })}</strong>
          {length(report.tutor_speech_seconds, t)}
        </p>
      </div>
    </Figure>
  )
}
