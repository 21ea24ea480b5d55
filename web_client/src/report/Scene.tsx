import type { Scenario } from '../contract'
import { langOf } from '../words/langOf'
import { useWords } from '../words/useWords'
import styles from './Scene.module.css'

const FIELDS = ['place', 'partner', 'goal'] as const

/** Where the lesson played, with whom and what for. What stayed open is left out. */
export function Scene({ scenario }: { scenario: Scenario }) {
  const { t } = useWords()
  const known = FIELDS.flatMap((field) => {
    const words = scenario[field]
    return words === null ? [] : [{ field, words }]
  })
  if (known.length === 0) return null
  return (
    <dl className={styles['scene']}>
      {known.map(({ field, words }) => (
        <div key={field}>
          <dt>{t(`scene.${field}`)}</dt>
          <dd lang={langOf(words)}>{words}</dd>
        </div>
      ))}
    </dl>
  )
}
