import { useId, useState } from 'react'
import type { Turn } from '../contract'
import { Button } from '../parts/Button'
import { usePlayer } from '../sound/usePlayer'
import { useWords } from '../words/useWords'
import { momentOf } from '../words/when'
import { lessonClock } from './lessonClock'
import { partsOf } from './parts'
import styles from './Transcript.module.css'
import { TranscriptTurn } from './TranscriptTurn'

/** A longer conversation shows its beginning first. */
const WHOLE_UP_TO = 12
const BEGINNING = 5

interface TranscriptProps {
  turns: readonly Turn[]
  /** The learner's turns that can be heard again. */
  recordings: readonly string[]
}

export function Transcript({ turns, recordings }: TranscriptProps) {
  const { t, language } = useWords()
  const title = useId()
  const { player } = usePlayer()
  const [open, setOpen] = useState<string | null>(null)
  const [whole, setWhole] = useState(turns.length <= WHOLE_UP_TO)
  const times = lessonClock(turns)
  if (turns.length === 0) return null
  return (
    <section className={styles['card']} aria-labelledby={title}>
      <div>
        <h2 id={title}>{t('report.lines')}</h2>
        <p className={styles['hint']}>{t('report.lines_hint')}</p>
      </div>
      {partsOf(whole ? turns : turns.slice(0, BEGINNING)).map((part, index) => (
        <div key={part.startedAt} className={styles['part']}>
          {index > 0 && <h3>{momentOf(part.startedAt, language)}</h3>}
          <ol className={styles['record']}>
            {part.turns.map((turn) => (
              <TranscriptTurn
                key={turn.turn_id}
                turn={turn}
                at={times.at.get(turn.turn_id) ?? 0}
                player={player}
                recorded={recordings.includes(turn.turn_id)}
                open={open === turn.turn_id}
                onPress={() => {
                  player.stop()
                  setOpen(open === turn.turn_id ? null : turn.turn_id)
                }}
              />
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
