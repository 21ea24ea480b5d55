import { scaleBand, scaleLinear } from '@visx/scale'
import { BarRounded } from '@visx/shape'
import { useRef } from 'react'
import { useWords } from '../words/useWords'
import styles from './chart.module.css'
import { useWidth } from './useWidth'

export interface Wait {
  /** Which of the learner's turns, from 1. */
  turn: number
  seconds: number
}

const HEIGHT = 168
const AXIS = 28
/** The line above the columns, where the median is named. */
const HEAD = 24
/** What is written over the longest column. */
const OVER = 20
const ROUND = 5

/** How long it took to begin each turn: a column a turn, none of them marked as slow. */
export function WaitChart({ waits, median }: { waits: readonly Wait[]; median: number }) {
  const { t } = useWords()
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const [first, ...more] = waits
  if (!first) return null
  const longest = more.reduce((most, wait) => (wait.seconds > most.seconds ? wait : most), first)
  const bottom = HEIGHT - AXIS
  const x = scaleBand({ domain: waits.map(({ turn }) => turn), range: [0, width], padding: 0.32 })
  const y = scaleLinear({ domain: [0, Math.max(longest.seconds, 1)], range: [bottom, HEAD + OVER] })
  const middle = (turn: number) => (x(turn) ?? 0) + x.bandwidth() / 2
  const seconds = (value: number) => t('common.seconds', { n: value.toFixed(1) })
  return (
    <div ref={place} className={styles['chart']}>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={t('report.wait_alt', {
          n: waits.length,
          s: median.toFixed(1),
          turn: longest.turn,
          max: longest.seconds.toFixed(1),
        })}
      >
        <path className={styles['median']} d="M0 10h28" />
        <text className={styles['strong']} x={36} y={14}>
          {t('report.median', { s: median.toFixed(1) })}
        </text>
        {waits.map(({ turn, seconds: wait }) => {
          const height = Math.max(bottom - y(wait), 2)
          return (
            <BarRounded
              key={turn}
              className={styles['mark'] ?? ''}
              x={x(turn) ?? 0}
              y={bottom - height}
              width={x.bandwidth()}
              height={height}
              radius={Math.min(ROUND, x.bandwidth() / 2, height)}
              top
            />
          )
        })}
        <path className={styles['axis']} d={`M0 ${bottom}H${width}`} />
        <path className={styles['median']} d={`M0 ${y(median)}H${width}`} />
        <text
          className={styles['strong']}
          x={Math.min(Math.max(middle(longest.turn), 16), width - 16)}
          y={y(longest.seconds) - 7}
          textAnchor="middle"
        >
          {seconds(longest.seconds)}
        </text>
        {ends(waits).map(({ turn, anchor }) => (
          <text
            key={turn}
            x={anchor === 'start' ? 0 : anchor === 'end' ? width : middle(turn)}
            y={HEIGHT - 8}
            textAnchor={anchor}
          >
            {t('report.turn_n', { n: turn })}
          </text>
        ))}
      </svg>
    </div>
  )
}

/** The turns whose number is written: first, last, and one between them where there is room. */
function ends(waits: readonly Wait[]): { turn: number; anchor: 'start' | 'middle' | 'end' }[] {
  const [first, last] = [waits[0], waits.at(-1)]
  const between = waits[Math.floor((waits.length - 1) / 2)]
  return [
    ...(first ? [{ turn: first.turn, anchor: 'start' as const }] : []),
    ...(waits.length > 4 && between ? [{ turn: between.turn, anchor: 'middle' as const }] : []),
    ...(last && last !== first ? [{ turn: last.turn, anchor: 'end' as const }] : []),
  ]
}
