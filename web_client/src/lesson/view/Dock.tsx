import { type ReactNode, type Ref, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import { useTrackLevel } from '../room/useTrackLevel'
import styles from './Dock.module.css'

interface DockProps {
  typing: boolean
  /** Takes the focus back when the panel is closed. */
  typeButton: Ref<HTMLButtonElement>
  onType: () => void
  microphoneOn: boolean
  microphoneTrack: MediaStreamTrack | undefined
  onMicrophone: () => void
  speaking: boolean
  onStop: () => void
}

/** What one needs while talking, where the thumb is. It never moves. */
export function Dock(props: DockProps) {
  const { t } = useWords()
  const { typing, typeButton, onType, microphoneOn, microphoneTrack, onMicrophone, speaking, onStop } = props
  return (
    <div className={styles['dock']}>
      <div className={styles['tools']} role="group" aria-label={t('dock.label')}>
        <Tool ref={typeButton} onPress={onType} expanded={typing} testId="type">
          <Icon name="type" />
          {t('dock.type')}
        </Tool>
        <AriaButton
          className={classes(styles['tool'], styles['microphone'], !microphoneOn && styles['off'])}
          data-testid="microphone"
          data-on={microphoneOn}
          onPress={onMicrophone}
        >
          <span className={styles['disc']}>
            <LevelTicks track={microphoneOn ? microphoneTrack : undefined} />
            <Icon name={microphoneOn ? 'microphone' : 'microphoneOff'} />
          </span>
          <span>
            {t(microphoneOn ? 'dock.mic_on' : 'dock.mic_off')}
            <span className="visually-hidden">
              , {t(microphoneOn ? 'dock.mic_on_action' : 'dock.mic_off_action')}
            </span>
          </span>
        </AriaButton>
        <Tool onPress={onStop} idle={!speaking} testId="stop">
          <Icon name="stop" />
          {t('dock.stop')}
        </Tool>
      </div>
    </div>
  )
}

interface ToolProps {
  ref?: Ref<HTMLButtonElement>
  onPress: () => void
  expanded?: boolean
  /** Nothing to do now; it stays where it is and can be reached. */
  idle?: boolean
  testId: string
  children: ReactNode
}

function Tool({ ref, onPress, expanded, idle = false, testId, children }: ToolProps) {
  return (
    <AriaButton
      {...(ref && { ref })}
      className={styles['tool'] ?? ''}
      data-testid={testId}
      {...(expanded !== undefined && { 'aria-expanded': expanded })}
      {...(idle && { 'aria-disabled': true })}
      onPress={() => {
        if (!idle) onPress()
      }}
    >
      {children}
    </AriaButton>
  )
}

const TICKS = 17
const GAP_DEGREES = 64

/** A ring of ticks around the button, open at the bottom: the learner's own level. */
function LevelTicks({ track }: { track: MediaStreamTrack | undefined }) {
  const [lit, setLit] = useState(0)
  useTrackLevel(track, (level) => {
    setLit(Math.round(level * TICKS))
  })
  return (
    <svg className={styles['level']} viewBox="-54 -54 108 108" aria-hidden="true">
      {Array.from({ length: TICKS }, (_, index) => (
        <path
          key={index}
          className={index < lit ? styles['lit'] : undefined}
          d="M0 46.5v3"
          transform={`rotate(${GAP_DEGREES / 2 + (index * (360 - GAP_DEGREES)) / (TICKS - 1)})`}
        />
      ))}
    </svg>
  )
}
