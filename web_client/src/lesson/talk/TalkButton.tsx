import { type PointerEvent, useRef } from 'react'
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import type { WordKey } from '../../words/words'
import dock from '../view/Dock.module.css'
import { LevelTicks } from '../view/LevelTicks'
import styles from './TalkButton.module.css'
import type { TalkPhase } from './talkState'
import type { Talk } from './useTalk'

/** Slid up so far, letting go cancels. CSS pixels: more than a thumb wanders by itself. */
const AWAY_PIXELS = 56

const WORDS: Record<TalkPhase, WordKey> = {
  idle: 'dock.talk',
  held: 'dock.talking',
  leaving: 'dock.talk_leaving',
}

interface TalkButtonProps {
  talk: Talk
  track: MediaStreamTrack | undefined
}

/**
 * Held, the learner speaks; let go, it is sent; slid up, it is not. Who cannot hold (a screen reader's press, Enter)
 * presses once to begin and once to send. The space bar is useTalkKey's.
 */
export function TalkButton({ talk, track }: TalkButtonProps) {
  const { t } = useWords()
  const { phase, presses } = talk
  const finger = useRef<{ id: number; y: number } | null>(null)
  const byAssistant = useRef(false)
  const isMine = (event: PointerEvent) => finger.current?.id === event.pointerId

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    byAssistant.current = isByAssistant(event)
    if (event.button !== 0 || byAssistant.current || finger.current !== null) return
    finger.current = { id: event.pointerId, y: event.clientY }
    event.currentTarget.setPointerCapture(event.pointerId)
    presses.press()
  }
  const onPointerMove = (event: PointerEvent) => {
    if (finger.current && isMine(event)) presses.slide(finger.current.y - event.clientY > AWAY_PIXELS)
  }
  const onPointerUp = (event: PointerEvent) => {
    if (!isMine(event)) return
    finger.current = null
    presses.release()
  }
  const onPointerLost = (event: PointerEvent) => {
    if (!isMine(event)) return
    finger.current = null
    presses.slide(false) // not the learner's wish: what was said is sent
    presses.release()
  }
  const onClick = ({ detail }: { detail: number }) => {
    // A pointer's click counts from 1 and has been dealt with. 0: a key or an assistant, for which nothing is held.
    if (detail !== 0 && !byAssistant.current) return
    if (phase === 'idle') presses.press()
    else presses.release()
  }
  return (
    <button
      type="button"
      data-talk=""
      className={classes(dock['tool'], dock['microphone'], styles['talk'])}
      data-testid="talk"
      data-phase={phase}
      aria-pressed={phase !== 'idle'}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerLost}
      onLostPointerCapture={onPointerLost}
      onContextMenu={(event) => {
        event.preventDefault() // a long press is the point of it
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.repeat) event.preventDefault()
      }}
      onClick={onClick}
    >
      <span className={dock['disc']}>
        <LevelTicks track={phase === 'idle' ? undefined : track} />
        <Icon name={phase === 'leaving' ? 'close' : 'microphone'} />
      </span>
      <span>{t(WORDS[phase])}</span>
    </button>
  )
}

/** Screen readers press without a place or a size; nothing is held then. */
function isByAssistant({ width, height, pressure, pointerType }: PointerEvent): boolean {
  return (
    (width === 0 && height === 0) ||
    (width === 1 && height === 1 && pressure === 0 && pointerType === 'mouse')
  )
}
