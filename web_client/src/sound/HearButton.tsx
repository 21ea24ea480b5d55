import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { useWords } from '../words/useWords'
import styles from './HearButton.module.css'
import type { Load, Player } from './player'
import { useSound } from './useSound'

interface HearButtonProps {
  player: Player
  /** What the player calls the sound: one name for each sound of a page. */
  sound: string
  load: Load
  words: string
  /** Where the words alone do not say what is heard. Has them in it (WCAG 2.5.3). */
  label?: string
  slow?: boolean
  /** The picture alone, where many stand in a list; what it does is still said to who cannot see it. */
  iconOnly?: boolean
  autoFocus?: boolean
  testId?: string
}

/** Plays a sound, or stops it. What went wrong stands behind the button. */
export function HearButton(props: HearButtonProps) {
  const {
    player,
    sound,
    load,
    words,
    label,
    slow = false,
    iconOnly = false,
    autoFocus = false,
    testId,
  } = props
  const { t } = useWords()
  const { state, toggle } = useSound(player, sound, load)
  const busy = state === 'loading' || state === 'playing'
  const shown = state === 'loading' ? t('sound.loading') : state === 'playing' ? t('sound.stop') : words
  return (
    <>
      <Button
        look={iconOnly ? 'icon' : 'soft'}
        size="compact"
        autoFocus={autoFocus}
        data-testid={testId}
        data-state={state}
        {...(label !== undefined && !busy && { 'aria-label': label })}
        onPress={toggle}
      >
        <Icon name={busy ? 'stop' : slow ? 'playSlowly' : 'play'} small />
        {iconOnly ? <span className="visually-hidden">{shown}</span> : shown}
      </Button>
      <span className={styles['failed']} role="status">
        {state === 'failed' && t('sound.failed')}
      </span>
    </>
  )
}
