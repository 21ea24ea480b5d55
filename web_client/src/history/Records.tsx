import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { aboutQuery, EXPORT } from '../api/learner'
import type { Totals } from '../contract'
import { buttonLook } from '../parts/buttonLook'
import { Icon } from '../parts/Icon'
import { keptFor } from '../words/keptFor'
import { useWords } from '../words/useWords'
import { roundly } from '../words/when'
import { DeleteAll } from './DeleteAll'
import styles from './Records.module.css'

/** All lessons together, and what one may do with what is kept of them. */
export function Records({ totals, onDeleted }: { totals: Totals; onDeleted: () => void }) {
  const { t } = useWords()
  const title = useId()
  const { data: about } = useQuery(aboutQuery)
  return (
    <section className={styles['card']} aria-labelledby={title} data-testid="records">
      <h2 id={title}>{t('history.own')}</h2>
      <dl className={styles['totals']}>
        <Total words={t('history.lessons')} value={t('history.lessons_n', { n: totals.lessons })} />
        <Total words={t('history.time')} value={roundly(totals.total_seconds, t)} />
        <Total words={t('history.own_time')} value={roundly(totals.learner_speech_seconds, t)} />
      </dl>
      <div className={styles['acts']}>
        <a className={buttonLook('soft')} href={EXPORT} download data-testid="download">
          <Icon name="download" small />
          {t('history.download')}
        </a>
        <DeleteAll lessons={totals.lessons} onDeleted={onDeleted} />
      </div>
      {/* Below the buttons: it comes later than they do, and a button that moves while it is pressed is not pressed. */}
      {about && (
        <p className={styles['kept']} data-testid="kept-for">
          {t('history.kept', { time: keptFor(about.guest_keep_days, t) })}
        </p>
      )}
    </section>
  )
}

function Total({ words, value }: { words: string; value: string }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd>{value}</dd>
    </div>
  )
}
