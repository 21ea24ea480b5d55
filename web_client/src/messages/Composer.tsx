import { type SubmitEvent, useState } from 'react'
import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { Toggle } from '../parts/Toggle'
import { useSettings } from '../settings/useSettings'
import { useWords } from '../words/useWords'
import { clock } from '../words/when'
import styles from './Messages.module.css'
import { microphoneWords } from './problemWords'
import type { Content } from './send'
import { useRecording } from './useRecording'

const MAX_TEXT_CHARACTERS = 2000

interface ComposerProps {
  busy: boolean
  onSend: (content: Content) => void
  /** A recording begins: nothing else is to sound. */
  onRecord: () => void
}

/** What the learner sends: a recording, or a line of text. */
export function Composer({ busy, onSend, onRecord }: ComposerProps) {
  const { t } = useWords()
  const [{ microphone, keepRecordings }, change] = useSettings()
  const [text, setText] = useState('')
  const recording = useRecording(microphone, (blob) => {
    onSend({ recording: blob, keep: keepRecordings })
  })
  const write = (event: SubmitEvent) => {
    event.preventDefault()
    if (text.trim() === '' || busy) return
    onSend({ text: text.trim() })
    setText('')
  }
  return (
    <div className={styles['composer']}>
      {recording.failure !== null && (
        <p role="alert" className={styles['problem']} data-testid="microphone-problem">
          {t(microphoneWords(recording.failure))}
        </p>
      )}
      {recording.status !== 'recording' && (
        <Toggle
          label={t('messages.keep')}
          body={t('messages.keep_body')}
          on={keepRecordings}
          onChange={(on) => {
            change({ keepRecordings: on })
          }}
        />
      )}
      {recording.status === 'recording' ? (
        <div className={styles['recording']}>
          <span className={styles['time']}>
            {t('messages.recording', { time: clock(recording.seconds) })}
          </span>
          <Button data-testid="recording-send" onPress={recording.finish}>
            {t('type.send')}
          </Button>
          <Button look="quiet" data-testid="recording-cancel" onPress={recording.cancel}>
            {t('common.cancel')}
          </Button>
        </div>
      ) : (
        <Button
          isDisabled={busy || recording.status === 'asking'}
          data-testid="record"
          onPress={() => {
            onRecord()
            recording.begin()
          }}
        >
          <Icon name="microphone" />
          {t('messages.record')}
        </Button>
      )}
      {recording.status !== 'recording' && (
        <form className={styles['write']} onSubmit={write}>
          <label className="visually-hidden" htmlFor="message-text">
            {t('type.label')}
          </label>
          <input
            id="message-text"
            value={text}
            maxLength={MAX_TEXT_CHARACTERS}
            placeholder={t('type.placeholder')}
            data-testid="message-text"
            onChange={({ target }) => {
              setText(target.value)
            }}
          />
          <Button
            look="quiet"
            type="submit"
            isDisabled={busy || text.trim() === ''}
            data-testid="message-send"
          >
            {t('type.send')}
          </Button>
        </form>
      )}
    </div>
  )
}
