import { useId } from 'react'
import { Link } from 'react-router'
import { buttonLook } from '../parts/buttonLook'
import { More } from '../parts/More'
import { useWords } from '../words/useWords'
import {
  CaptionsField,
  KoreanField,
  LanguageField,
  LevelField,
  PaceField,
  PatienceField,
  ReadCaptionsField,
  ShortcutsField,
  TalkField,
  ThemeField,
} from './fields'
import styles from './SettingsCard.module.css'
import { VoiceField } from './VoiceField'

/** What a learner may wish for their lessons: what many change is seen, the rest is one tap away. */
export function SettingsCard() {
  const { t } = useWords()
  const title = useId()
  return (
    <section className={styles['card']} aria-labelledby={title}>
      <h2 id={title}>{t('setup.title')}</h2>
      <div className={styles['fields']}>
        <LevelField />
        <VoiceField />
        <PatienceField />
        <CaptionsField />
        <KoreanField />
      </div>
      <More words={t('setup.more')} testId="more-settings">
        <div className={styles['fields']}>
          <TalkField />
          <PaceField />
          <ThemeField />
          <LanguageField />
          <ShortcutsField />
          <ReadCaptionsField />
          <Link className={buttonLook('quiet', 'compact')} to="/microphone">
            {t('setup.microphone')}
          </Link>
        </div>
      </More>
    </section>
  )
}
