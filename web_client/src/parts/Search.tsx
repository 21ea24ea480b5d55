import { Button, Input, Label, SearchField } from 'react-aria-components'
import { useWords } from '../words/useWords'
import { Icon } from './Icon'
import styles from './Search.module.css'

interface SearchProps {
  label: string
  hint?: string
  maxLength?: number
  value: string
  onChange: (value: string) => void
}

export function Search({ label, hint, maxLength, value, onChange }: SearchProps) {
  const { t } = useWords()
  return (
    <SearchField
      className={styles['search'] ?? ''}
      {...(maxLength !== undefined && { maxLength })}
      value={value}
      onChange={onChange}
    >
      <Label className="visually-hidden">{label}</Label>
      <Icon name="search" />
      <Input className={styles['input'] ?? ''} placeholder={hint ?? label} />
      {value !== '' && (
        <Button className={styles['clear'] ?? ''} aria-label={t('common.clear')}>
          <Icon name="close" small />
        </Button>
      )}
    </SearchField>
  )
}
