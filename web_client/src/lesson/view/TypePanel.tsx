import { type KeyboardEvent, type RefObject, type SyntheticEvent, useEffect, useRef } from 'react'
import { Label, TextArea, TextField } from 'react-aria-components'
import { Button } from '../../parts/Button'
import { isComposing } from '../../parts/composing'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import { useFocusReturn } from '../hooks/useFocusReturn'
import styles from './TypePanel.module.css'

/** The room's limit for typed input. */
const MAX_TEXT_CHARACTERS = 2000
const TELL_FROM = 200

interface TypePanelProps {
  /** What was written and not yet sent; it outlives the panel. */
  text: string
  onText: (text: string) => void
  onSend: (text: string) => void
  /** Opened by the learner: it takes the focus. Opened by the page, it does not. */
  takesFocus: boolean
  /** Gets the focus back. */
  opener: RefObject<HTMLElement | null>
}

export function TypePanel({ text, onText, onSend, takesFocus, opener }: TypePanelProps) {
  const { t } = useWords()
  const field = useRef<HTMLTextAreaElement>(null)
  const panel = useRef<HTMLFormElement>(null)
  useFocusReturn(panel, opener)
  // Also where it stood open already, for a learner who cannot speak, and is asked for now.
  useEffect(() => {
    if (takesFocus) field.current?.focus()
  }, [takesFocus])
  const left = MAX_TEXT_CHARACTERS - text.length
  const send = () => {
    const said = text.trim()
    if (said === '') return
    onSend(said)
    onText('')
    field.current?.focus() // the next line follows, and a phone keeps its keyboard
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter first ends a Korean composition; only the next one sends.
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    send()
  }
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault()
    send()
  }
  return (
    <form ref={panel} className={styles['panel']} onSubmit={onSubmit} data-testid="type-panel">
      <TextField
        className={styles['field'] ?? ''}
        value={text}
        onChange={onText}
        maxLength={MAX_TEXT_CHARACTERS}
      >
        <Label className="visually-hidden">{t('type.label')}</Label>
        <TextArea
          ref={field}
          className={styles['text'] ?? ''}
          rows={1}
          placeholder={t('type.placeholder')}
          data-testid="type-text"
          onKeyDown={onKeyDown}
        />
      </TextField>
      <Button type="submit" data-testid="type-send">
        <Icon name="up" />
        <span className={styles['send']}>{t('type.send')}</span>
      </Button>
      {left <= TELL_FROM && <p className={styles['left']}>{t('type.left', { n: left })}</p>}
    </form>
  )
}
