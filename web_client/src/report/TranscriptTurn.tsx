import { useId } from 'react'
import { translateTurn } from '../api/lines'
import { lineSound } from '../api/sounds'
import type { Turn } from '../contract'
import { LinePanel } from '../lines/LinePanel'
import { classes } from '../parts/classes'
import { Cut } from '../parts/Cut'
import type { Player } from '../sound/player'
import { langOf } from '../words/langOf'
import { useWords } from '../words/useWords'
import { clock } from '../words/when'
import styles from './Transcript.module.css'

interface TranscriptTurnProps {
  turn: Turn
  /** Seconds of the lesson. */
  at: number
  player: Player
  /** A voice message whose sound was kept. */
  recorded: boolean
  open: boolean
  onPress: () => void
}

/** One line of the conversation; pressed, it says what it means and is heard again. */
export function TranscriptTurn({ turn, at, player, recorded, open, onPress }: TranscriptTurnProps) {
  const { t } = useWords()
  const panel = useId()
  const { turn_id, role, text, source } = turn
  const mine = role === 'learner'
  return (
    <li
      className={classes(mine && styles['me'])}
      data-testid="turn"
      data-role={role}
      data-turn-id={turn_id}
      data-interrupted={turn.interrupted}
    >
      <time dateTime={turn.started_at}>{clock(at)}</time>
      <span className={styles['who']}>
        {t(mine ? 'captions.me' : 'captions.tutor')}
        {recorded && ` · ${t('report.recorded')}`}
        {source === 'text' && ` · ${t('captions.typed')}`}
        {turn.low_confidence && ` · ${t('captions.unclear')}`}
      </span>
      <button
        type="button"
        className={styles['said']}
        data-testid="turn-open"
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={onPress}
      >
        <span lang={langOf(text)} data-testid="turn-text">
          {text}
        </span>
      </button>
      {turn.blocked ? (
        <span className={styles['cut']}>
          <Cut shape="shield" words={t('captions.blocked')} />
        </span>
      ) : (
        turn.interrupted &&
        !mine && (
          <span className={styles['cut']}>
            <Cut words={t('captions.cut')} />
          </span>
        )
      )}
      {open && (
        <div id={panel} className={styles['help']} role="group" aria-label={t('line.open')}>
          <LinePanel
            turnId={turn_id}
            text={text}
            translate={() => translateTurn(turn_id)}
            player={player}
            slowly={!mine}
            sound={mine && !recorded ? null : (speed, signal) => lineSound(turn_id, speed, signal)}
          />
        </div>
      )}
    </li>
  )
}
