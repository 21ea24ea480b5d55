import { useQuery } from '@tanstack/react-query'
import { voicesQuery } from '../api/voices'
import { Choice } from '../parts/Choice'
import { useWords } from '../words/useWords'
import { voiceName } from '../words/voiceName'
import { useSettings } from './useSettings'

/** Whose voice the tutor has. Not there while the server's list is not: a lesson starts without it, too. */
export function VoiceField() {
  const { t } = useWords()
  const [{ voice }, change] = useSettings()
  const { data } = useQuery(voicesQuery)
  if (data === undefined) return null
  const chosen = voice !== null && data.voices.includes(voice) ? voice : data.default
  return (
    <Choice
      label={t('setup.voice')}
      value={chosen}
      choices={data.voices.map((value) => ({ value, label: voiceName(value) }))}
      onChange={(value) => {
        change({ voice: value })
      }}
      testId="voice"
    />
  )
}
