import type { ReactNode, Ref } from 'react'
import { Button } from 'react-aria-components'
import styles from './Dock.module.css'

interface ToolProps {
  ref?: Ref<HTMLButtonElement>
  onPress: () => void
  expanded?: boolean
  /** Opens a dialog. */
  dialog?: boolean
  /** Nothing to do now; it stays where it is and can be reached. */
  idle?: boolean
  testId: string
  children: ReactNode
}

/** A small tool of the dock: picture and word. */
export function Tool({ ref, onPress, expanded, dialog = false, idle = false, testId, children }: ToolProps) {
  return (
    <Button
      {...(ref && { ref })}
      className={styles['tool'] ?? ''}
      data-testid={testId}
      {...(expanded !== undefined && { 'aria-expanded': expanded })}
      {...(dialog && { 'aria-haspopup': 'dialog' })}
      {...(idle && { 'aria-disabled': true })}
      onPress={() => {
        if (!idle) onPress()
      }}
    >
      {children}
    </Button>
  )
}
