import { verdictWords } from '../../microphone/checkWords'
import { Level } from '../../microphone/Level'
import { useVerdict } from '../../microphone/useVerdict'
import { useWords } from '../../words/useWords'
import styles from './SettingsSheet.module.css'

/** How the microphone sounds now, and in words what is wrong with it. */
export function MicrophoneLevel({ track }: { track: MediaStreamTrack | undefined }) {
  const { t } = useWords()
  const { steps, verdict } = useVerdict(track)
  if (track === undefined) return null
  const words = t(verdictWords(verdict))
  return (
    <div className={styles['level']}>
      <Level steps={steps} words={words} />
      <p data-testid="microphone-verdict">{words}</p>
    </div>
  )
}
