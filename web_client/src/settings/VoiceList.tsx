import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { voiceSample } from '../api/sounds'
import { voicesQuery } from '../api/voices'
import { HearButton } from '../sound/HearButton'
import { usePlayer } from '../sound/usePlayer'
import { useWords } from '../words/useWords'
import { voiceName } from '../words/voiceName'
import type { Voice } from './settings'
import { useSettings } from './useSettings'
import styles from './VoiceList.module.css'

/**
 * Whose voice the tutor has, where a choice is followed at once: each can be heard before it is chosen.
 * `speaks`: the one that is heard now, where the learner has wished for none of these; null: not known.
 */
export function VoiceList({ speaks }: { speaks: Voice | null }) {
  const { t } = useWords()
  const [{ voice }, change] = useSettings()
  const { player } = usePlayer()
  const { data } = useQuery(voicesQuery)
  const id = useId()
  if (data === undefined) return null
  const chosen = voice !== null && data.voices.includes(voice) ? voice : (speaks ?? data.default)
  return (
    <div className={styles['field']}>
      <span id={id} className={styles['label']}>
        {t('setup.voice')}
      </span>
      <div className={styles['voices']} role="radiogroup" aria-labelledby={id} data-testid="voice">
        {data.voices.map((one) => (
          <div key={one} className={styles['voice']}>
            {/* The browser's own: its arrow keys leave the buttons between alone. */}
            <label className={styles['name']}>
              <input
                type="radio"
                name={id}
                value={one}
                checked={one === chosen}
                onChange={() => {
                  player.stop()
                  change({ voice: one })
                }}
              />
              {voiceName(one)}
            </label>
            <HearButton
              player={player}
              sound={one}
              load={(signal) => voiceSample(one, signal)}
              words={t('setup.voice_hear', { name: voiceName(one) })}
              iconOnly
              testId="voice-hear"
            />
          </div>
        ))}
      </div>
    </div>
  )
}
