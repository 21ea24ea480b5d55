import { useId, useState } from 'react'
import type { Turn } from '../contract'
import { Button } from '../parts/Button'
import { classes } from '../parts/classes'
import { Cut } from '../parts/Cut'
import { langOf } from '../words/langOf'
import { useWords } from '../words/useWords'
import { clock, momentOf } from '../words/when'
import { sittings } from './transcript'
import styles from './Transcript.module.css'

/** A longer conversation shows its beginning first. */
const WHOLE_UP_TO = 12
const BEGINNING = 5

export function Transcript({ turns, startedAt }: { turns: readonly Turn[]; startedAt: string | null }) {
  const { t, language } = useWords()
  const title = useId()
  const [whole, setWhole] = useState(turns.length <= WHOLE_UP_TO)
  const all = sittings(whole ? turns : turns.slice(0, BEGINNING), startedAt)
  if (turns.length === 0) return null
  return (
    <section className={styles['card']} aria-labelledby={title}>
      <h2 id={title}>{t('report.lines')}</h2>
      {all.map((sitting, index) => (
        <div key={sitting.startedAt} className={styles['sitting']}>
          {index > 0 && <h3>{momentOf(sitting.startedAt, language)}</h3>}
          <ol className={styles['record']}>
            {sitting.turns.map(({ turn, at }) => (
              <TranscriptTurn key={turn.turn_id} turn={turn} at={at} />
            ))}
          </ol>
        </div>
      ))}
      {!whole && (
        <Button
          look="soft"
          onPress={() => {
            setWhole(true)
          }}
        >
          {t('report.lines_all', { n: turns.length })}
        </Button>
      )}
    </section>
  )
}

function TranscriptTurn({ turn, at }: { turn: Turn; at: number }) {
  const { t } = useWords()
  const mine = turn.role === 'learner'
  return (
    <li
      className={classes(mine && styles['me'])}
      data-testid="turn"
      data-role={turn.role}
      data-turn-id={turn.turn_id}
      data-interrupted={turn.interrupted}
    >
      <time dateTime={turn.started_at}>{clock(at)}</time>
      <span className={styles['who']}>
        {t(mine ? 'captions.me' : 'captions.tutor')}
        {turn.source === 'text' && ` · ${t('captions.typed')}`}
        {turn.low_confidence && ` · ${t('captions.unclear')}`}
      </span>
      <p className={styles['said']} lang={langOf(turn.text)} data-testid="turn-text">
        {turn.text}
      </p>
      {turn.interrupted && !mine && (
        <span className={styles['cut']}>
          <Cut words={t('report.cut')} />
        </span>
      )}
    </li>
  )
}
