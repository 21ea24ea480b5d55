import type { ReactNode } from 'react'
import { useWords } from '../../words/useWords'
import styles from './Dock.module.css'

/** What one needs while talking, where the thumb is: five tools, the talk button in the middle. It never moves. */
export function Dock({ children }: { children: ReactNode }) {
  const { t } = useWords()
  return (
    <div className={styles['dock']}>
      <div className={styles['tools']} role="group" aria-label={t('dock.label')}>
        {children}
      </div>
    </div>
  )
}
