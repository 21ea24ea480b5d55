import type { Scenario } from '../../contract'
import { classes } from '../../parts/classes'
import { langOf } from '../../words/langOf'
import { useWords } from '../../words/useWords'
import styles from './SceneSlots.module.css'

const FIELDS = ['place', 'partner', 'goal'] as const

/** Where, with whom, what for: what is known of a scene that is being made. */
export function SceneSlots({ scenario }: { scenario: Scenario }) {
  const { t } = useWords()
  return (
    <dl className={styles['slots']} data-testid="scene-slots">
      {FIELDS.map((field) => {
        const value = scenario[field]
        return (
          <div
            key={field}
            className={classes(styles['slot'], value !== null && styles['known'])}
            data-field={field}
          >
            <dt>{t(`scene.${field}`)}</dt>
            <dd lang={value === null ? undefined : langOf(value)}>{value ?? t('scene.missing')}</dd>
          </div>
        )
      })}
    </dl>
  )
}
