import { Button } from 'react-aria-components'
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import styles from './Dock.module.css'
import { LevelTicks } from './LevelTicks'

interface MicrophoneButtonProps {
  on: boolean
  track: MediaStreamTrack | undefined
  onPress: () => void
}

/** The open microphone, on or off. */
export function MicrophoneButton({ on, track, onPress }: MicrophoneButtonProps) {
  const { t } = useWords()
  return (
    <Button
      className={classes(styles['tool'], styles['microphone'], !on && styles['off'])}
      data-testid="microphone"
      data-on={on}
      onPress={onPress}
    >
      <span className={styles['disc']}>
        <LevelTicks track={on ? track : undefined} />
        <Icon name={on ? 'microphone' : 'microphoneOff'} />
      </span>
      <span>
        {t(on ? 'dock.mic_on' : 'dock.mic_off')}
        <span className="visually-hidden">, {t(on ? 'dock.mic_on_action' : 'dock.mic_off_action')}</span>
      </span>
    </Button>
  )
}
