import type { DebugTurn } from '../contract'
import styles from './Debug.module.css'
import { axisOf, BAR_NAMES, barsOf, place, ticksOf } from './waterfall'

/** Each reply of the tutor as a row of bars; 0 is the end of the learner's turn. */
export function Waterfall({ turns }: { turns: readonly DebugTurn[] }) {
  const replies = turns.flatMap((turn) =>
    turn.latency === null ? [] : [{ turn, bars: barsOf(turn.latency) }],
  )
  const axis = axisOf(replies.flatMap(({ bars }) => bars))
  if (replies.length === 0) return <p>No reply has been measured yet.</p>
  return (
    <section aria-label="Replies">
      <ul className={styles['legend']}>
        {BAR_NAMES.map((name) => (
          <li key={name}>
            <span className={styles['key']} data-bar={name} /> {name}
          </li>
        ))}
      </ul>
      <ol className={styles['rows']}>
        {replies.map(({ turn, bars }) => (
          <li key={turn.turn_id} className={styles['row']} data-testid="reply">
            <span className={styles['name']}>
              {new Date(turn.started_at).toISOString().slice(11, 19)} {turn.latency?.channel}{' '}
              {turn.latency?.engine}
              {turn.interrupted && ' interrupted'}
            </span>
            <span className={styles['chart']}>
              {ticksOf(axis).map((tick) => (
                <span
                  key={tick}
                  className={styles['tick']}
                  style={{ insetInlineStart: `${place(tick, axis)}%` }}
                >
                  {tick}
                </span>
              ))}
              {bars.map((bar, row) => (
                <span
                  key={bar.name}
                  className={styles['bar']}
                  data-bar={bar.name}
                  title={`${bar.name}: ${(bar.end - bar.start).toFixed(3)} s`}
                  style={{
                    insetInlineStart: `${place(bar.start, axis)}%`,
                    inlineSize: `${place(bar.end, axis) - place(bar.start, axis)}%`,
                    insetBlockStart: `${row * 0.75}rem`,
                  }}
                />
              ))}
            </span>
            <strong className={styles['total']}>
              {turn.latency?.total == null ? '–' : `${turn.latency.total.toFixed(2)} s`}
            </strong>
          </li>
        ))}
      </ol>
    </section>
  )
}
