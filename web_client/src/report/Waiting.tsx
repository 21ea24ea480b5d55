import type { Report, Turn } from '../contract'
import { useWords } from '../words/useWords'
import { Figure } from './Figure'
import { FigureTable } from './FigureTable'
import { WaitChart } from './WaitChart'
import { waitsOf } from './waitsOf'

/** Fewer columns compare nothing: the sentence says it all. */
const FEWEST_DRAWN = 3

interface WaitingProps {
  median: number
  responses: Report['responses']
  turns: readonly Turn[]
}

export function Waiting({ median, responses, turns }: WaitingProps) {
  const { t } = useWords()
  const waits = waitsOf(responses, turns)
  return (
    <Figure
      title={t('report.wait')}
      says={t('report.wait_says', { s: median.toFixed(1) })}
      why={t('report.wait_why')}
    >
      {waits.length >= FEWEST_DRAWN && (
        <>
          <WaitChart waits={waits} median={median} />
          <FigureTable
            caption={t('report.wait')}
            columns={[t('report.col_turn'), t('report.col_wait')]}
            rows={waits.map(({ turn, seconds }) => [
              t('report.turn_n', { n: turn }),
              t('common.seconds', { n: seconds.toFixed(1) }),
            ])}
          />
        </>
      )}
    </Figure>
  )
}
