import { memo } from 'react'
import { classes } from '../../parts/classes'
import { Cut } from '../../parts/Cut'
import { langOf } from '../../words/langOf'
import { useWords } from '../../words/useWords'
import type { Line } from '../state/lines'
import styles from './Captions.module.css'

/** One line; while it grows, its newest word is underlined. */
export const CaptionLine = memo(function CaptionLine({ line, newest }: { line: Line; newest: boolean }) {
  const { t } = useWords()
  const { role, text, turn, growing, unconfirmed } = line
  const interrupted = turn?.interrupted ?? false
  const typed = unconfirmed || turn?.source === 'text'
  return (
    <li
      className={classes(styles['turn'], role === 'learner' && styles['me'], newest && styles['now'])}
      data-testid="caption"
      data-role={role}
      data-turn-id={turn?.turn_id}
      data-interrupted={interrupted}
      aria-busy={growing}
    >
      <span className={styles['who']}>
        {t(role === 'learner' ? 'captions.me' : 'captions.tutor')}
        {typed && ` · ${t('captions.typed')}`}
        {turn?.low_confidence && ` · ${t('captions.unclear')}`}
      </span>
      <p className={styles['say']}>
        <span lang={langOf(text)} data-testid="caption-text">
          {growing && role === 'tutor' ? <Growing text={text} /> : text}
        </span>
        {interrupted && role === 'tutor' && <Cut words={t('captions.cut')} />}
      </p>
    </li>
  )
})

function Growing({ text }: { text: string }) {
  const said = text.trimEnd()
  const last = said.lastIndexOf(' ') + 1
  return (
    <>
      {said.slice(0, last)}
      <span className={styles['wordNow']}>{said.slice(last)}</span>
    </>
  )
}
