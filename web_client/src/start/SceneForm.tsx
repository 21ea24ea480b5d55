import { type SyntheticEvent, useState } from 'react'
import { Input, Label, TextField } from 'react-aria-components'
import type { Scenario } from '../contract'
import { Button } from '../parts/Button'
import { useWords } from '../words/useWords'
import { sceneOf } from './sceneOf'
import styles from './SceneForm.module.css'
import type { Starting } from './useStartLesson'

/** The server's limit for place, partner and goal. */
const MAX_FIELD_CHARACTERS = 80

const FIELDS = ['place', 'partner', 'goal'] as const

/** A scene in the learner's own words. What is left empty is found out by talking. */
export function SceneForm({ start, pending }: Omit<Starting, 'error'>) {
  const { t } = useWords()
  const [scene, setScene] = useState({ place: '', partner: '', goal: '' })
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    start(sceneOf(scene))
  }
  return (
    <form className={styles['form']} onSubmit={submit}>
      {FIELDS.map((field: keyof Scenario) => (
        <TextField
          key={field}
          className={styles['field'] ?? ''}
          value={scene[field]}
          maxLength={MAX_FIELD_CHARACTERS}
          onChange={(value) => {
            setScene({ ...scene, [field]: value })
          }}
        >
          <Label>{t(`scene.${field}`)}</Label>
          <Input
            className={styles['input'] ?? ''}
            placeholder={t(`start.example_${field}`)}
            autoComplete="off"
            data-testid={`scene-${field}`}
          />
        </TextField>
      ))}
      <Button type="submit" isDisabled={pending} data-testid="start-scene">
        {t('scenes.start')}
      </Button>
    </form>
  )
}
