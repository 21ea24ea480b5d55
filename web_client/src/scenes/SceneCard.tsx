import { Button as AriaButton, Disclosure } from 'react-aria-components'
import { phraseSound } from '../api/sounds'
import type { CatalogueScenario } from '../contract'
import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { Panel } from '../parts/Panel'
import { HearButton } from '../sound/HearButton'
import type { Player } from '../sound/player'
import type { Starting } from '../start/useStartLesson'
import { useWords } from '../words/useWords'
import styles from './SceneCard.module.css'

interface SceneCardProps {
  scene: CatalogueScenario
  starting: Starting
  player: Player
}

/** A ready-made scene; opened, what one says there, and start. */
export function SceneCard({ scene, starting, player }: SceneCardProps) {
  const { t, language } = useWords()
  const { scenario_id, title_ko, title_en, level, place, partner, key_phrases } = scene
  return (
    <li className={styles['card']} data-testid="scene-card" data-scenario-id={scenario_id}>
      <Disclosure>
        <AriaButton slot="trigger" className={styles['head'] ?? ''}>
          <span className={styles['words']}>
            <strong>{language === 'ko' ? title_ko : title_en}</strong>
            <span className={styles['where']} lang="en">
              {place} · {partner}
            </span>
          </span>
          <span className={styles['level']}>{level}</span>
          <Icon name="down" />
        </AriaButton>
        <Panel>
          <div className={styles['open']}>
            <h2>{t('scenes.phrases')}</h2>
            <ul className={styles['phrases']}>
              {key_phrases.map((phrase) => (
                <li key={phrase}>
                  <span lang="en">{phrase}</span>
                  <HearButton
                    player={player}
                    sound={phrase}
                    load={(signal) => phraseSound(phrase, signal)}
                    words={t('sound.hear')}
                    label={`${t('sound.hear')}: ${phrase}`}
                    iconOnly
                    testId="phrase-hear"
                  />
                </li>
              ))}
            </ul>
            <Button
              isDisabled={starting.pending}
              data-testid="scene-start"
              onPress={() => {
                starting.start({ mode: 'scene', scenario_id })
              }}
            >
              {t('scenes.start')}
            </Button>
          </div>
        </Panel>
      </Disclosure>
    </li>
  )
}
