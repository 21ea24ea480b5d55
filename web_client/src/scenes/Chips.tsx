import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useWords } from '../words/useWords'
import styles from './Chips.module.css'

interface ChipsProps {
  label: string
  /** null: all. */
  chosen: string | null
  choices: readonly { value: string; label: string }[]
  onChoose: (value: string | null) => void
}

const ALL = 'all'

/** One of the values, or all. */
export function Chips({ label, chosen, choices, onChoose }: ChipsProps) {
  const { t } = useWords()
  return (
    <ToggleButtonGroup
      className={styles['chips'] ?? ''}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen ?? ALL]}
      onSelectionChange={(keys) => {
        const [key] = keys
        onChoose(key === undefined || key === ALL ? null : String(key))
      }}
    >
      {[{ value: ALL, label: t('scenes.all') }, ...choices].map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className={styles['chip'] ?? ''}>
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
