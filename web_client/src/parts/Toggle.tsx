import { SwitchButton, SwitchField } from 'react-aria-components'
import styles from './Toggle.module.css'

interface ToggleProps {
  label: string
  on: boolean
  onChange: (on: boolean) => void
}

/** On or off, at once. */
export function Toggle({ label, on, onChange }: ToggleProps) {
  return (
    <SwitchField isSelected={on} onChange={onChange}>
      <SwitchButton className={styles['toggle'] ?? ''}>
        {label}
        <span className={styles['track']} />
      </SwitchButton>
    </SwitchField>
  )
}
