import { Button } from '../parts/Button'
import { HearButton } from '../sound/HearButton'
import type { Player } from '../sound/player'
import { langOf } from '../words/langOf'
import { useWords } from '../words/useWords'
import styles from './Messages.module.css'
import type { Unsent } from './talk'

interface UnsentLineProps {
  unsent: Unsent
  /** `blocked`: another one is on its way. */
  state: 'sending' | 'waiting' | 'blocked'
  player: Player
  onHear: () => void
  onAgain: ((unsent: Unsent) => void) | null
  onDiscard: (unsent: Unsent) => void
}

/** What the learner wrote or recorded, until the tutor has heard it. */
export function UnsentLine({ unsent, state, player, onHear, onAgain, onDiscard }: UnsentLineProps) {
  const { t } = useWords()
  const { turnId, content } = unsent
  return (
    <li className={styles['learner']} data-testid="unsent" data-role="learner" data-state={state}>
      <span className={styles['who']}>{t('captions.me')}</span>
      {'text' in content ? (
        <span lang={langOf(content.text)}>{content.text}</span>
      ) : (
        <HearButton
          player={player}
          sound={turnId}
          load={() => {
            onHear()
            return content.recording.arrayBuffer()
          }}
          words={t('line.replay')}
          testId="unsent-replay"
        />
      )}
      {state !== 'sending' && (
        <>
          <span className={styles['who']}>{t('messages.unsent')}</span>
          <div className={styles['ways']}>
            {onAgain && (
              <Button
                look="soft"
                size="compact"
                isDisabled={state === 'blocked'}
                data-testid="unsent-again"
                onPress={() => {
                  onAgain(unsent)
                }}
              >
                {t('messages.again')}
              </Button>
            )}
            <Button
              look="quiet"
              size="compact"
              data-testid="unsent-discard"
              onPress={() => {
                onDiscard(unsent)
              }}
            >
              {t('messages.discard')}
            </Button>
          </div>
        </>
      )}
    </li>
  )
}
