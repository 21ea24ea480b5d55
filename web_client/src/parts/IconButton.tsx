import type { Ref } from 'react'
import { Button } from 'react-aria-components'
import { Icon, type IconName } from './Icon'
import styles from './IconButton.module.css'

interface IconButtonProps {
  icon: IconName
  /** What it does: the picture alone says it to nobody who cannot see it. */
  label: string
  onPress: () => void
  ref?: Ref<HTMLButtonElement>
  testId?: string
}

export function IconButton({ icon, label, onPress, ref, testId }: IconButtonProps) {
  return (
    <Button
      {...(ref && { ref })}
      className={styles['button'] ?? ''}
      aria-label={label}
      data-testid={testId}
      onPress={onPress}
    >
      <Icon name={icon} />
    </Button>
  )
}
