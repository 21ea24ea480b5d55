import { type ReactNode, useId } from 'react'
import styles from './Choice.module.css'
import { Icon } from './Icon'

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  choices: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  /** Beside the list, as a button to hear what is chosen. */
  children?: ReactNode
  testId?: string
}

/** One of many choices: the browser's own list, which every phone and screen reader knows. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, value, choices, onChange, children, testId } = props
  const id = useId()
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <div className={styles['row']}>
        <div className={styles['box']}>
          <select
            id={id}
            value={value}
            data-testid={testId}
            onChange={(event) => {
              const choice = choices.find((one) => one.value === event.target.value)
              if (choice) onChange(choice.value)
            }}
          >
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </div>
        {children}
      </div>
    </div>
  )
}

/** As high as a choice that is not there yet. */
export function ChoicePlace() {
  return <div className={styles['place']} />
}
