import type { ReactNode } from 'react'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import type { WordKey } from '../../words/words'
import type { SunState } from '../state/sunState'
import styles from './Stage.module.css'
import { STATE_WORDS } from './stateWords'

interface StageProps {
  state: SunState
  /** The learner's voice is arriving. */
  hearing: boolean
  hint: WordKey | null
  sun: ReactNode
  /** What stands below the words: the slots of a scene that is being built. */
  children?: ReactNode
}

/** The tutor at a glance: the sun and, under it, the same in words. */
export function Stage({ state, hearing, hint, sun, children }: StageProps) {
  const { t } = useWords()
  const { words, icon } = STATE_WORDS[state]
  return (
    <section className={styles['stage']} aria-label={t('state.label')}>
      <div className={styles['sun']}>{sun}</div>
      <div className={styles['words']}>
        <p className={styles['state']} data-testid="state">
          <Icon name={icon} />
          {t(state === 'listening' && hearing ? 'state.hearing' : words)}
        </p>
        <p className={styles['hint']} data-testid="pace-hint">
          {hint && t(hint)}
        </p>
      </div>
      {children && <div className={styles['below']}>{children}</div>}
    </section>
  )
}
