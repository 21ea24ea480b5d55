import type { Turn } from '../contract'
import { langOf } from '../words/langOf'
import { useWords } from '../words/useWords'
import { clock } from '../words/when'
import { Figure } from './Figure'
import { FigureTable } from './FigureTable'
import { heardEnd } from './heardEnd'
import type { LessonClock } from './lessonClock'

interface CutLinesProps {
  turns: readonly Turn[]
  times: LessonClock
}

/** The tutor's lines that were cut: how many, when, and where each broke off. What it had still to say is kept nowhere. */
export function CutLines({ turns, times }: CutLinesProps) {
  const { t } = useWords()
  const cut = turns.filter(({ role, interrupted }) => role === 'tutor' && interrupted)
  if (cut.length === 0) return null
  return (
    <Figure
      title={t('report.cut_title')}
      says={t('report.cut_says', { times: t('count.times', { count: cut.length }) })}
      why={t('report.cut_lost')}
    >
      <FigureTable
        caption={t('report.cut_title')}
        columns={[t('report.col_time'), t('report.col_heard')]}
        rows={cut.map(({ turn_id, text }) => [
          clock(times.at.get(turn_id) ?? 0),
          <span key={turn_id} lang={langOf(text)}>
            {heardEnd(text)}
          </span>,
        ])}
      />
    </Figure>
  )
}
