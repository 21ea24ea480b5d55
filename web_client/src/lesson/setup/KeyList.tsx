import { Fragment } from 'react'
import { More } from '../../parts/More'
import { useSettings } from '../../settings/useSettings'
import { useWords } from '../../words/useWords'
import type { WordKey } from '../../words/words'
import styles from './SettingsSheet.module.css'

const KEYS: readonly [key: string, does: WordKey][] = [
  ['H', 'dock.hint'],
  ['T', 'dock.type'],
  ['M', 'keys.microphone'],
  ['S', 'dock.stop'],
  ['K', 'line.open'],
  ['R', 'line.replay'],
  ['L', 'line.slow'],
  ['E', 'dock.end'],
  ['Esc', 'keys.escape'],
  ['?', 'keys.list'],
]

/** What the keys of a lesson do, where they do it. */
export function KeyList() {
  const { t } = useWords()
  const [{ shortcuts, talk }] = useSettings()
  if (!shortcuts) return null
  const keys = talk === 'push' ? [['keys.space', 'dock.talk'] as const, ...KEYS] : KEYS
  return (
    <More words={t('keys.title')} testId="keys">
      <dl className={styles['keys']}>
        {keys.map(([key, does]) => (
          <Fragment key={key}>
            <dt>
              <kbd>{key === 'keys.space' ? t(key) : key}</kbd>
            </dt>
            <dd>{t(does)}</dd>
          </Fragment>
        ))}
      </dl>
    </More>
  )
}
