import { type RefObject, useEffect, useId, useRef } from 'react'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { IconButton } from '../../parts/IconButton'
import { HearButton } from '../../sound/HearButton'
import type { Player } from '../../sound/player'
import { langOf } from '../../words/langOf'
import { useWords } from '../../words/useWords'
import { useFocusReturn } from '../hooks/useFocusReturn'
import styles from './HintCard.module.css'
import type { Card, Hint } from './helpState'

interface HintCardProps {
  card: Exclude<Card, { status: 'closed' }>
  /** Help in Korean is wanted. */
  korean: boolean
  /** Of the page. */
  player: Player
  /** Brings a sentence's sound. */
  sound: (text: string, signal: AbortSignal) => Promise<ArrayBuffer>
  /** Gets the focus back. */
  opener: RefObject<HTMLElement | null>
  onNext: () => void
  onClose: () => void
  onSend: (text: string) => void
}

/** What the learner could say now, one sentence at a time. It was asked for, so it takes the focus. */
export function HintCard(props: HintCardProps) {
  const { card, korean, player, sound, opener, onNext, onClose, onSend } = props
  const { t } = useWords()
  const title = useId()
  const panel = useRef<HTMLElement>(null)
  const close = useRef<HTMLButtonElement>(null)
  const send = useRef<HTMLButtonElement>(null)
  useFocusReturn(panel, opener)
  useEffect(() => {
    close.current?.focus({ preventScroll: true })
  }, [])
  const { status } = card
  useEffect(() => {
    if (status === 'shown' && panel.current?.contains(document.activeElement))
      send.current?.focus({ preventScroll: true })
  }, [status])
  return (
    <section
      ref={panel}
      className={styles['card']}
      aria-labelledby={title}
      data-testid="hint-card"
      data-status={status}
    >
      <header className={styles['head']}>
        <h2 id={title}>{t(card.status === 'shown' ? 'hint.title' : 'dock.hint')}</h2>
        {card.status === 'shown' && card.hints.length > 1 && (
          <Button look="soft" size="compact" data-testid="hint-next" onPress={onNext}>
            {t('hint.next')}
            <span className={styles['count']}>
              {card.at + 1}/{card.hints.length}
            </span>
          </Button>
        )}
        <IconButton ref={close} icon="close" label={t('hint.close')} testId="hint-close" onPress={onClose} />
      </header>
      {card.status === 'loading' && <p className={styles['soft']}>{t('hint.loading')}</p>}
      {card.status === 'empty' && <p className={styles['soft']}>{t('hint.none')}</p>}
      {card.status === 'shown' && <Sentence hint={card.hints[card.at]} korean={korean} />}
      {card.status === 'shown' && (
        <div className={styles['acts']}>
          <Button
            ref={send}
            size="compact"
            data-testid="hint-send"
            onPress={() => {
              onSend(card.hints[card.at]?.text ?? '')
            }}
          >
            <Icon name="up" small />
            {t('hint.send')}
          </Button>
          <HearButton
            player={player}
            sound={`hint ${card.at}`}
            load={(signal) => sound(card.hints[card.at]?.text ?? '', signal)}
            words={t('hint.hear')}
            testId="hint-hear"
          />
        </div>
      )}
    </section>
  )
}

function Sentence({ hint, korean }: { hint: Hint | undefined; korean: boolean }) {
  if (hint === undefined) return null
  return (
    <div>
      <p className={styles['hint']} lang={langOf(hint.text)} data-testid="hint-text">
        {hint.text}
      </p>
      {korean && hint.meaning !== null && (
        <p className={styles['soft']} lang="ko" data-testid="hint-meaning">
          {hint.meaning}
        </p>
      )}
    </div>
  )
}
