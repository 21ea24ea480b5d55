import { memo, type ReactNode, useId, useRef } from 'react'
import { classes } from '../../parts/classes'
import { Cut } from '../../parts/Cut'
import { Icon } from '../../parts/Icon'
import { langOf } from '../../words/langOf'
import { useWords } from '../../words/useWords'
import { useKeptInView } from '../hooks/useKeptInView'
import type { Hiding } from '../state/hiding'
import type { Line } from '../state/lines'
import styles from './Captions.module.css'

interface CaptionLineProps {
  line: Line
  newest: boolean
  hiding: Hiding
  open: boolean
  /** The conversation is one stop of the Tab key: this line is it. */
  stop: boolean
  onPress: (key: string) => void
  onFocus: (key: string) => void
  /** What lies under the line when it is open. */
  children: ReactNode
}

/** One line; while it grows, its newest word is underlined. Pressed, it opens. */
export const CaptionLine = memo(function CaptionLine(props: CaptionLineProps) {
  const { line, newest, hiding, open, stop, onPress, onFocus, children } = props
  const { t } = useWords()
  const panel = useRef<HTMLDivElement>(null)
  const panelId = useId()
  const { key, role, text, turn, growing, unconfirmed } = line
  useKeptInView(panel, open)
  const interrupted = turn?.interrupted ?? false
  const blocked = turn?.blocked ?? false
  const typed = unconfirmed || turn?.source === 'text'
  const who = t(role === 'learner' ? 'captions.me' : 'captions.tutor')
  return (
    <li
      className={classes(styles['turn'], role === 'learner' && styles['me'], newest && styles['now'])}
      data-testid="caption"
      data-role={role}
      data-turn-id={turn?.turn_id}
      data-interrupted={interrupted}
      data-hiding={hiding}
      aria-busy={growing}
    >
      {hiding !== 'row' && (
        <span className={styles['who']} aria-hidden={hiding === 'blurred' || undefined}>
          {who}
          {hiding === 'blurred' && ` · ${t('captions.hidden')}`}
          {typed && ` · ${t('captions.typed')}`}
          {turn?.low_confidence && ` · ${t('captions.unclear')}`}
        </span>
      )}
      <button
        type="button"
        className={classes(styles['say'], styles[hiding])}
        data-testid="line"
        tabIndex={stop ? 0 : -1}
        aria-expanded={hiding === 'blurred' ? undefined : open}
        aria-controls={open ? panelId : undefined}
        onClick={() => {
          onPress(key)
        }}
        onFocus={() => {
          onFocus(key)
        }}
      >
        {hiding === 'blurred' && <span className="visually-hidden">{t('captions.hidden')}</span>}
        {hiding === 'row' ? (
          <>
            {who}
            <Icon name="down" small />
          </>
        ) : (
          <span
            lang={langOf(text)}
            data-testid="caption-text"
            aria-hidden={hiding === 'blurred' || undefined}
          >
            {growing && role === 'tutor' ? <Growing text={text} /> : text}
          </span>
        )}
        {blocked && hiding === 'shown' && <Cut shape="shield" words={t('captions.blocked')} />}
        {interrupted && !blocked && role === 'tutor' && hiding === 'shown' && (
          <Cut words={t('captions.cut')} />
        )}
      </button>
      {open && (
        <div ref={panel} id={panelId} className={styles['help']} role="group" aria-label={t('line.open')}>
          {children}
        </div>
      )}
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
