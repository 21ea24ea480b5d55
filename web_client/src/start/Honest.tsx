import { useQuery } from '@tanstack/react-query'
import { Button as AriaButton, Disclosure, DisclosurePanel } from 'react-aria-components'
import { aboutQuery } from '../api/learner'
import { keptFor } from '../words/keptFor'
import { useWords } from '../words/useWords'
import styles from './Honest.module.css'

/** That the voice is an AI and what is stored, before the first word. */
export function Honest() {
  const { t } = useWords()
  const { data: about } = useQuery(aboutQuery)
  return (
    <Disclosure className={styles['honest'] ?? ''}>
      <p>
        {t('start.ai')} {t('start.stored')}{' '}
        <AriaButton slot="trigger" className={styles['more'] ?? ''}>
          {t('start.stored_more')}
        </AriaButton>
      </p>
      <DisclosurePanel>
        <p>
          {t('start.stored_detail')}{' '}
          {about && t('start.stored_kept', { time: keptFor(about.guest_keep_days, t) })}
        </p>
      </DisclosurePanel>
    </Disclosure>
  )
}
