import { lineSound } from '../api/sounds'
import { AS_IT_WAS, lineSoundName } from '../lines/replaying'
import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { HearButton } from '../sound/HearButton'
import type { Player } from '../sound/player'
import { langOf } from '../words/langOf'
import { useWords } from '../words/useWords'
import styles from './Messages.module.css'
import type { Line, Talk, Unsent } from './talk'
import { UnsentLine } from './UnsentLine'

interface ConversationProps {
  talk: Talk
  player: Player
  onHear: (line: Line) => void
  /** An own line begins to sound: no sentence is to follow into it. */
  onHearOwn: () => void
  /** null: nothing is taken any more. */
  onAgain: ((unsent: Unsent) => void) | null
  onDiscard: (unsent: Unsent) => void
}

/**
 * The lines so far, and what could not be sent. Those that came with sound here, and own ones whose sound was kept, can be
 * heard again.
 */
export function Conversation({ talk, player, onHear, onHearOwn, onAgain, onDiscard }: ConversationProps) {
  const { t } = useWords()
  return (
    <ol className={styles['lines']} aria-label={t('report.lines')}>
      {talk.lines.map((line) => (
        <li key={line.key} className={styles[line.role]} data-testid="line" data-role={line.role}>
          <span className={styles['who']}>{t(line.role === 'tutor' ? 'captions.tutor' : 'captions.me')}</span>
          <span lang={langOf(line.text)}>{line.text}</span>
          {line.sounds.length > 0 && (
            <Button
              look="quiet"
              size="compact"
              onPress={() => {
                onHear(line)
              }}
            >
              <Icon name="play" small />
              {t('line.replay')}
            </Button>
          )}
          {line.recorded && talk.phase === 'idle' && (
            <HearButton
              player={player}
              sound={lineSoundName(line.key, AS_IT_WAS)}
              load={(signal) => {
                onHearOwn()
                return lineSound(line.key, AS_IT_WAS, signal)
              }}
              words={t('line.replay')}
              testId="own-replay"
            />
          )}
        </li>
      ))}
      {talk.open.length > 0 && (
        <li className={styles['tutor']} data-testid="line" data-role="tutor" data-open="true">
          <span className={styles['who']}>{t('captions.tutor')}</span>
          <span lang="en">{talk.open.map(({ text }) => text).join(' ')}</span>
        </li>
      )}
      {talk.unsent.map((unsent) => (
        <UnsentLine
          key={unsent.turnId}
          unsent={unsent}
          state={unsent.turnId === talk.sending ? 'sending' : talk.phase === 'idle' ? 'waiting' : 'blocked'}
          player={player}
          onHear={onHearOwn}
          onAgain={onAgain}
          onDiscard={onDiscard}
        />
      ))}
    </ol>
  )
}
