import type { ReactNode } from 'react'
import { Button, Disclosure } from 'react-aria-components'
import { Icon } from './Icon'
import styles from './More.module.css'
import { Panel } from './Panel'

interface MoreProps {
  words: string
  children: ReactNode
  testId?: string
}

/** What is not needed at first sight, opened by a quiet line. */
export function More({ words, children, testId }: MoreProps) {
  return (
    <Disclosure className={styles['more'] ?? ''}>
      <Button slot="trigger" className={styles['trigger'] ?? ''} data-testid={testId}>
        {words}
        <Icon name="down" small />
      </Button>
      <Panel>
        <div className={styles['panel']}>{children}</div>
      </Panel>
    </Disclosure>
  )
}
