import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components'
import { useId } from 'react'
import type { Report } from '../contract'
import { Icon } from '../parts/Icon'
import { useWords } from '../words/useWords'
import { length } from '../words/when'
import styles from './Figures.module.css'
import { paceTrend } from './paceTrend'

/** The lesson in a few sentences with their numbers. */
export function Figures({ report }: { report: Report }) {
  const { t } = useWords()
  const { speaking_share: share, response_seconds_median: wait } = report
  return (
    <>
      {share !== null && <Share share={share} report={report} />}
      <Figure title={t('report.pace')} says={usePaceWords(report)} />
      {wait !== null && (
        <Figure
          title={t('report.wait')}
          says={t('report.wait_says', { s: wait.toFixed(1) })}
          why={t('report.wait_why')}
        />
      )}
      <Disclosure className={styles['how'] ?? ''}>
        <AriaButton slot="trigger">
          {t('report.how')}
          <Icon name="down" small />
        </AriaButton>
        <DisclosurePanel>
          <p>{t('report.how_body')}</p>
        </DisclosurePanel>
      </Disclosure>
    </>
  )
}

function usePaceWords({ wpm, pace }: Report): string {
  const { t } = useWords()
  if (wpm === null) return t('report.pace_none')
  const rounded = { wpm: Math.round(wpm) }
  switch (paceTrend(pace)) {
    case 'up':
      return t('report.pace_up', rounded)
    case 'down':
      return t('report.pace_down', rounded)
    case 'level':
      return t('report.pace_says', rounded)
  }
}

function Figure({ title, says, why }: { title: string; says: string; why?: string }) {
  const id = useId()
  return (
    <figure className={styles['figure']} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className={styles['says']}>{says}</p>
      {why && <p className={styles['why']}>{why}</p>}
    </figure>
  )
}

function Share({ share, report }: { share: number; report: Report }) {
  const { t } = useWords()
  const id = useId()
  const mine = Math.round(share * 100)
  return (
    <figure className={styles['figure']} aria-labelledby={id}>
      <h2 id={id}>{t('report.share')}</h2>
      <p className={styles['says']}>{t('report.share_says', { p: mine })}</p>
      <div className={styles['share']}>
        <div className={styles['me']} style={{ flexGrow: mine }}>
          <strong>{t('report.share_me', { p: mine })}</strong>
          <span>{length(report.learner_speech_seconds, t)}</span>
        </div>
        <div className={styles['tutor']} style={{ flexGrow: 100 - mine }}>
          <strong>{t('report.share_tutor', { p: 100 - mine })}</strong>
          <span>{length(report.tutor_speech_seconds, t)}</span>
        </div>
      </div>
    </figure>
  )
}
