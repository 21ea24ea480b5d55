import { useState } from 'react'
import { Button } from '../parts/Button'
import { useSettings } from '../settings/useSettings'
import { HearButton } from '../sound/HearButton'
import type { Player } from '../sound/player'
import { langOf } from '../words/langOf'
import { useWords } from '../words/useWords'
import styles from './LinePanel.module.css'
import { AS_IT_WAS, lineSoundName, SLOWLY } from './replaying'
import { useTranslation } from './useTranslation'

interface LinePanelProps {
  turnId: string
  /** The line itself. */
  text: string
  translate: () => Promise<string>
  /** Of the page. */
  player: Player
  /** Brings the line's sound; null: it has none (what the learner said in a call). */
  sound: ((speed: number, signal: AbortSignal) => Promise<ArrayBuffer>) | null
  /** It can be spoken again more slowly; a recording is as it is. */
  slowly?: boolean
  /** Asked for by keyboard: the first button takes the focus. */
  takesFocus?: boolean
}

/** What lies under an opened line: what it means, and hearing it again. */
export function LinePanel(props: LinePanelProps) {
  const { turnId, text, translate, player, sound, slowly = true, takesFocus = false } = props
  const { t } = useWords()
  const [{ korean }] = useSettings()
  const [asked, setAsked] = useState(false)
  const wanted = korean || asked
  const translation = useTranslation({ turnId, translate, wanted })
  return (
    <div className={styles['panel']} data-testid="line-panel">
      <p className={styles['meaning']} role="status" data-testid="translation">
        {translation.text !== undefined ? (
          <span lang={langOf(translation.text)}>{translation.text}</span>
        ) : translation.failed ? (
          t(langOf(text) === 'ko' ? 'line.no_translation_ko' : 'line.no_translation')
        ) : (
          wanted && t('line.translating')
        )}
      </p>
      <div className={styles['acts']}>
        {sound && (
          <>
            <HearButton
              player={player}
              sound={lineSoundName(turnId, AS_IT_WAS)}
              load={(signal) => sound(AS_IT_WAS, signal)}
              words={t('line.replay')}
              autoFocus={takesFocus}
              testId="line-replay"
            />
            {slowly && (
              <HearButton
                player={player}
                sound={lineSoundName(turnId, SLOWLY)}
                load={(signal) => sound(SLOWLY, signal)}
                words={t('line.slow')}
                slow
                testId="line-slow"
              />
            )}
          </>
        )}
        {!wanted && (
          <Button
            look="soft"
            size="compact"
            autoFocus={takesFocus && !sound}
            data-testid="line-translate"
            onPress={() => {
              setAsked(true)
            }}
          >
            {t('line.translate')}
          </Button>
        )}
      </div>
    </div>
  )
}
