import { SwitchButton, SwitchField } from 'react-aria-components'
import styles from './Toggle.module.css'

interface ToggleProps {
  label: string
  /** What it does, in a second line. */
  body?: string
  on: boolean
  onChange: (on: boolean) => void
}

/** On or off, at once. */
export function Toggle({ label, body, on, onChange }: ToggleProps) {
  return (
    <SwitchField isSelected={on} onChange={onChange}>
      <SwitchButton className={styles['toggle'] ?? ''}>
        <span>
          {label}
          {body && <small>{body}</small>}
        </span>
        <span className={styles['track']} />
      </SwitchButton>
    </SwitchField>
  )
}
