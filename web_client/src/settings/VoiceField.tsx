import { useQuery } from '@tanstack/react-query'
import { voiceSample } from '../api/sounds'
import { unanswered } from '../api/unanswered'
import { voicesQuery } from '../api/voices'
import { Choice, ChoicePlace } from '../parts/Choice'
import { HearButton } from '../sound/HearButton'
import { usePlayer } from '../sound/usePlayer'
import { useWords } from '../words/useWords'
import { voiceName } from '../words/voiceName'
import { useSettings } from './useSettings'

/** Whose voice the tutor has. Not there while the server's list is not: a lesson starts without it, too. */
export function VoiceField() {
  const { t } = useWords()
  const [{ voice }, change] = useSettings()
  const { player } = usePlayer()
  const voices = useQuery(voicesQuery)
  if (voices.data === undefined) return unanswered(voices) && <ChoicePlace />
  const { data } = voices
  const chosen = voice !== null && data.voices.includes(voice) ? voice : data.default
  return (
    <Choice
      label={t('setup.voice')}
      value={chosen}
      choices={data.voices.map((value) => ({ value, label: voiceName(value) }))}
      onChange={(value) => {
        player.stop()
        change({ voice: value })
      }}
      testId="voice"
    >
      <HearButton
        player={player}
        sound={chosen}
        load={(signal) => voiceSample(chosen, signal)}
        words={t('sound.hear')}
        label={t('setup.voice_hear', { name: voiceName(chosen) })}
        testId="voice-hear"
      />
    </Choice>
  )
}
