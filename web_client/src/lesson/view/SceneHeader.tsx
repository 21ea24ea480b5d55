import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components'
import { Icon } from '../../parts/Icon'
import { langOf } from '../../words/langOf'
import { useWords } from '../../words/useWords'
import { clock } from '../../words/when'
import { useElapsed } from '../hooks/useElapsed'
import type { LessonState } from '../state/lessonState'
import styles from './SceneHeader.module.css'

interface SceneHeaderProps {
  title: string
  scenario: LessonState['scenario']
  elapsed: LessonState['elapsed']
}

/** Which scene this is, with whom, and for how long; opened, the scene in full. */
export function SceneHeader({ title, scenario, elapsed }: SceneHeaderProps) {
  const { t } = useWords()
  const { place, partner, goal } = scenario
  const fields = [
    [t('scene.place'), place],
    [t('scene.partner'), partner],
    [t('scene.goal'), goal],
  ].filter((field): field is [string, string] => field[1] !== null)
  const head = (
    <span className={styles['meta']}>
      {partner !== null && !title.includes(partner) && <span lang={langOf(partner)}>{partner} · </span>}
      <Elapsed elapsed={elapsed} />
    </span>
  )
  if (fields.length === 0)
    return (
      <div className={styles['scene']}>
        <strong>{title}</strong>
        {head}
      </div>
    )
  return (
    <Disclosure className={styles['disclosure'] ?? ''}>
      <AriaButton slot="trigger" className={styles['scene'] ?? ''} data-testid="scene">
        <strong>
          <span className={styles['title']}>{title}</span>
          <Icon name="down" small />
        </strong>
        {head}
      </AriaButton>
      <DisclosurePanel className={styles['panel'] ?? ''}>
        <dl>
          {fields.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd lang={langOf(value)}>{value}</dd>
            </div>
          ))}
        </dl>
      </DisclosurePanel>
    </Disclosure>
  )
}

/** Painted once a second, and nothing else with it. */
function Elapsed({ elapsed }: Pick<SceneHeaderProps, 'elapsed'>) {
  const { t } = useWords()
  const seconds = useElapsed(elapsed)
  return (
    <span className={styles['time']} data-testid="elapsed">
      {seconds === null ? t('state.coming') : t('lesson.elapsed', { time: clock(seconds) })}
    </span>
  )
}
