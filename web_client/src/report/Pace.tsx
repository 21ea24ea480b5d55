import type { Report } from '../contract'
import { useWords } from '../words/useWords'
import { clock } from '../words/when'
import { Figure } from './Figure'
import { FigureTable } from './FigureTable'
import type { LessonClock } from './lessonClock'
import { PaceChart, type PaceSample } from './PaceChart'
import { paceTrend } from './paceTrend'

/** Fewer dots are no line: the sentence says it all. */
const FEWEST_DRAWN = 3

export function Pace({ report, times }: { report: Pick<Report, 'wpm' | 'pace'>; times: LessonClock }) {
  const { t } = useWords()
  const samples: PaceSample[] = report.pace.flatMap(({ turn_id, wpm }) => {
    const at = times.at.get(turn_id)
    return at === undefined ? [] : [{ at, wpm }]
  })
  return (
    <Figure title={t('report.pace')} says={usePaceWords(report)}>
      {samples.length >= FEWEST_DRAWN && (
        <>
          <PaceChart samples={samples} length={times.length} />
          <FigureTable
            caption={t('report.pace')}
            columns={[t('report.col_time'), t('report.col_wpm')]}
            rows={samples.map(({ at, wpm }) => [clock(at), String(Math.round(wpm))])}
          />
        </>
      )}
    </Figure>
  )
}

function usePaceWords({ wpm, pace }: Pick<Report, 'wpm' | 'pace'>): string {
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
