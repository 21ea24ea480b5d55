import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components'
import { useWords } from '../words/useWords'
import styles from './Honest.module.css'

/** A guest's lessons are kept this long after the last one (docs/behaviours.md). */
const KEPT_DAYS = 30

/** That the voice is an AI and what is stored, before the first word. */
export function Honest() {
  const { t } = useWords()
  return (
    <Disclosure className={styles['honest'] ?? ''}>
      <p>
        {t('start.ai')} {t('start.stored')}{' '}
        <AriaButton slot="trigger" className={styles['more'] ?? ''}>
          {t('start.stored_more')}
        </AriaButton>
      </p>
      <DisclosurePanel>
        <p>{t('start.stored_detail', { days: KEPT_DAYS })}</p>
      </DisclosurePanel>
    </Disclosure>
  )
}
