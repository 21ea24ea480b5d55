import { scaleLinear } from '@visx/scale'
import { LinePath } from '@visx/shape'
import { useRef } from 'react'
import { useWords } from '../words/useWords'
import styles from './chart.module.css'
import { minuteTicks } from './ticks'
import { useWidth } from './useWidth'

export interface PaceSample {
  /** Seconds of the lesson. */
  at: number
  wpm: number
}

/** Words a minute; both still count as usual (lesson/pace.py, `band_of`). */
const USUAL = { from: 90, to: 140 }
const HEIGHT = 180
const AXIS = 28
const LABELS = 34
const DOT = 5
/** Between a dot and what is written at it. */
const GAP = 9
/** From a dot to the foot of what is written below it: it must end above the axis. */
const UNDER = GAP + 13

/** Pace over the lesson: a dot for each longer line, the usual pace as a band behind them. */
export function PaceChart({ samples, length }: { samples: readonly PaceSample[]; length: number }) {
  const { t } = useWords()
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last) return null
  const values = samples.map(({ wpm }) => wpm)
  const low = Math.min(60, Math.floor((Math.min(...values) - 18) / 10) * 10)
  const high = Math.max(150, Math.ceil((Math.max(...values) + 20) / 10) * 10)
  const bottom = HEIGHT - AXIS
  const x = scaleLinear({ domain: [0, Math.max(length, last.at, 60)], range: [LABELS, width - DOT * 3] })
  const y = scaleLinear({ domain: [low, high], range: [bottom, DOT] })
  return (
    <div ref={place} className={styles['chart']}>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={t('report.pace_alt', { first: Math.round(first.wpm), last: Math.round(last.wpm) })}
      >
        <rect
          className={styles['usual']}
          x={LABELS}
          y={y(USUAL.to)}
          width={width - LABELS}
          height={y(USUAL.from) - y(USUAL.to)}
          rx={10}
        />
        <text x={LABELS + 10} y={y(USUAL.to) + 18}>
          {t('report.pace_usual')}
        </text>
        {[low, USUAL.from, USUAL.to].map((wpm) => (
          <text key={wpm} x={LABELS - 8} y={y(wpm) + 4} textAnchor="end">
            {wpm}
          </text>
        ))}
        <path className={styles['axis']} d={`M${LABELS} ${bottom}H${width}`} />
        {minuteTicks(length).map((minute) => (
          <text
            key={minute}
            x={x(minute * 60)}
            y={HEIGHT - 8}
            textAnchor={minute === 0 ? 'start' : x(minute * 60) > width - 30 ? 'end' : 'middle'}
          >
            {t('common.minutes', { n: minute })}
          </text>
        ))}
        <LinePath
          className={styles['line'] ?? ''}
          data={[...samples]}
          x={({ at }) => x(at)}
          y={({ wpm }) => y(wpm)}
        />
        {samples.map(({ at, wpm }, index) => (
          <circle key={index} className={styles['mark']} cx={x(at)} cy={y(wpm)} r={DOT} />
        ))}
        <Value
          x={x(first.at)}
          y={y(first.wpm)}
          wpm={first.wpm}
          below={below(samples, 0) && y(first.wpm) + UNDER < bottom}
        />
        <Value
          x={Math.min(x(last.at), width - 12)}
          y={y(last.wpm)}
          wpm={last.wpm}
          below={below(samples, samples.length - 1) && y(last.wpm) + UNDER < bottom}
        />
      </svg>
    </div>
  )
}

/** Where the line does not run: below a value whose neighbour is higher. */
function below(samples: readonly PaceSample[], index: number): boolean {
  const neighbour = samples[index === 0 ? 1 : index - 1]
  return neighbour !== undefined && neighbour.wpm > (samples[index]?.wpm ?? 0)
}

interface ValueProps {
  x: number
  y: number
  wpm: number
  below: boolean
}

function Value({ x, y, wpm, below: under }: ValueProps) {
  return (
    <text className={styles['strong']} x={x} y={under ? y + UNDER : y - GAP} textAnchor="middle">
      {Math.round(wpm)}
    </text>
  )
}
