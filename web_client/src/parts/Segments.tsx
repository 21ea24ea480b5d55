import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components'
import styles from './Segments.module.css'

interface SegmentsProps<Value extends string> {
  label: string
  value: Value
  choices: readonly { value: Value; label: string; lang?: string }[]
  onChange: (value: Value) => void
}

/** One of a few short choices, side by side. */
export function Segments<Value extends string>({ label, value, choices, onChange }: SegmentsProps<Value>) {
  return (
    <RadioGroup
      className={styles['group'] ?? ''}
      value={value}
      orientation="horizontal"
      onChange={(chosen) => {
        const choice = choices.find((one) => one.value === chosen)
        if (choice) onChange(choice.value)
      }}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <div className={styles['segments']}>
        {choices.map((choice) => (
          <RadioField key={choice.value} value={choice.value} className={styles['field'] ?? ''}>
            <RadioButton className={styles['segment'] ?? ''}>
              <span lang={choice.lang}>{choice.label}</span>
            </RadioButton>
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  )
}
