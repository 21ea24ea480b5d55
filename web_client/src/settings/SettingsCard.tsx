import { useId } from 'react'
import { Icon } from '../parts/Icon'
import { Segments } from '../parts/Segments'
import { Toggle } from '../parts/Toggle'
import { useWords } from '../words/useWords'
import { changeLanguage } from '../words/words'
import { LEVELS, PATIENCE } from './settings'
import styles from './SettingsCard.module.css'
import { useSettings } from './useSettings'

export function SettingsCard() {
  const { t, language } = useWords()
  const [settings, change] = useSettings()
  const title = useId()
  const level = useId()
  return (
    <section className={styles['card']} aria-labelledby={title}>
      <h2 id={title}>{t('setup.title')}</h2>
      <div className={styles['field']}>
        <label htmlFor={level}>{t('setup.level')}</label>
        <div className={styles['selectBox']}>
          <select
            id={level}
            value={settings.level ?? ''}
            onChange={(event) => {
              change({ level: LEVELS.find((known) => known === event.target.value) ?? null })
            }}
          >
            <option value="">{t('level.unknown')}</option>
            {LEVELS.map((one) => (
              <option key={one} value={one}>
                {t(`level.${one}`)}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </div>
      </div>
      <Segments
        label={t('setup.patience')}
        value={settings.patience}
        choices={PATIENCE.map((value) => ({
          value,
          label: value === 'auto' ? t('setup.patience_auto') : t('common.seconds', { n: value }),
        }))}
        onChange={(patience) => {
          change({ patience })
        }}
      />
      <Segments
        label={t('setup.language')}
        value={language}
        choices={[
          { value: 'ko', label: '한국어', lang: 'ko' },
          { value: 'en', label: 'English', lang: 'en' },
        ]}
        onChange={(chosen) => void changeLanguage(chosen)}
      />
      <Toggle
        label={t('setup.shortcuts')}
        on={settings.shortcuts}
        onChange={(shortcuts) => {
          change({ shortcuts })
        }}
      />
    </section>
  )
}
