import type { Report, Turn } from '../contract'
import { More } from '../parts/More'
import { useWords } from '../words/useWords'
import { CutLines } from './CutLines'
import { Figure } from './Figure'
import styles from './Figures.module.css'
import { lessonClock } from './lessonClock'
import { Pace } from './Pace'
import { Share } from './Share'
import { Waiting } from './Waiting'

interface FiguresProps {
  report: Report
  turns: readonly Turn[]
}

/** The lesson in a few sentences with their numbers and pictures. */
export function Figures({ report, turns }: FiguresProps) {
  const { t } = useWords()
  const { speaking_share: share, response_seconds_median: wait } = report
  const times = lessonClock(turns)
  return (
    <>
      {report.learner_speech_seconds > 0 ? (
        <>
          {share !== null && <Share share={share} report={report} />}
          <Pace report={report} times={times} />
        </>
      ) : (
        // A share of 0 % would sound like blame for who wrote.
        <Figure title={t('report.share')} says={t('report.written')} />
      )}
      {wait !== null && <Waiting median={wait} responses={report.responses} turns={turns} />}
      <CutLines turns={turns} times={times} />
      <More words={t('report.how')} testId="report-how">
        <ul className={styles['how']}>
          <li>{t('report.how_share')}</li>
          <li>{t('report.how_body')}</li>
          <li>{t('report.how_wait')}</li>
        </ul>
      </More>
    </>
  )
}
