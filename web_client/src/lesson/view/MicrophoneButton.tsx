import { Button } from 'react-aria-components'
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import type { WordKey } from '../../words/words'
import type { MicrophoneShown } from '../room/microphone'
import styles from './Dock.module.css'
import { LevelTicks } from './LevelTicks'

/** What stands under it, and what a screen reader says besides. */
const WORDS: Record<MicrophoneShown, [WordKey, WordKey]> = {
  on: ['dock.mic_on', 'dock.mic_on_action'],
  off: ['dock.mic_off', 'dock.mic_off_action'],
  call: ['dock.mic_paused', 'dock.mic_paused_call'],
  device: ['dock.mic_paused', 'dock.mic_paused_device'],
}

interface MicrophoneButtonProps {
  shown: MicrophoneShown
  track: MediaStreamTrack | undefined
  onPress: () => void
}

/** The open microphone, on or off, or taken by the system: then nobody here can turn it on. */
export function MicrophoneButton({ shown, track, onPress }: MicrophoneButtonProps) {
  const { t } = useWords()
  const on = shown === 'on'
  const [words, more] = WORDS[shown]
  return (
    <Button
      className={classes(styles['tool'], styles['microphone'], !on && styles['off'])}
      data-testid="microphone"
      data-on={on}
      aria-disabled={shown === 'call' || shown === 'device'}
      onPress={onPress}
    >
      <span className={styles['disc']}>
        <LevelTicks track={on ? track : undefined} />
        <Icon name={on ? 'microphone' : 'microphoneOff'} />
      </span>
      <span>
        {t(words)}
        <span className="visually-hidden">, {t(more)}</span>
      </span>
    </Button>
  )
}
