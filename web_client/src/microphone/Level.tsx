import { Meter } from 'react-aria-components'
import { useWords } from '../words/useWords'
import styles from './Level.module.css'

const STEPS = 10

/** How loud the microphone is: ten steps, and in a word for who cannot see them. */
export function Level({ steps, words }: { steps: number; words: string }) {
  const { t } = useWords()
  return (
    <Meter
      className={styles['level'] ?? ''}
      aria-label={t('mic.level')}
      minValue={0}
      maxValue={STEPS}
      value={steps}
      valueLabel={words}
      data-testid="microphone-level"
    >
      {Array.from({ length: STEPS }, (_, index) => (
        <i key={index} className={index < steps ? styles['lit'] : undefined} />
      ))}
    </Meter>
  )
}
