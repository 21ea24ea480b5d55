/** One field a setting. Each reads and writes the learner's settings itself: a page only says where it stands. */
import { Choice } from '../parts/Choice'
import { Segments } from '../parts/Segments'
import { Toggle } from '../parts/Toggle'
import { useWords } from '../words/useWords'
import { changeLanguage } from '../words/words'
import { CAPTION_MODES, type Level, LEVELS, PACES, PATIENCE, TALK_MODES, THEMES } from './settings'
import { useSettings } from './useSettings'

export function LevelField() {
  const { t } = useWords()
  const [{ level }, change] = useSettings()
  return (
    <Choice<Level | ''>
      label={t('setup.level')}
      value={level ?? ''}
      choices={[
        { value: '', label: t('level.unknown') },
        ...LEVELS.map((value) => ({ value, label: t(`level.${value}`) })),
      ]}
      onChange={(chosen) => {
        change({ level: chosen === '' ? null : chosen })
      }}
    />
  )
}

export function PatienceField() {
  const { t } = useWords()
  const [{ patience }, change] = useSettings()
  return (
    <Segments
      label={t('setup.patience')}
      value={patience}
      choices={PATIENCE.map((value) => ({
        value,
        label: value === 'auto' ? t('setup.patience_auto') : t('common.seconds', { n: value }),
      }))}
      onChange={(chosen) => {
        change({ patience: chosen })
      }}
    />
  )
}

export function CaptionsField() {
  const { t } = useWords()
  const [{ captions }, change] = useSettings()
  return (
    <Segments
      label={t('setup.captions')}
      value={captions}
      choices={CAPTION_MODES.map((value) => ({ value, label: t(`setup.captions_${value}`) }))}
      onChange={(chosen) => {
        change({ captions: chosen })
      }}
    />
  )
}

export function KoreanField() {
  const { t } = useWords()
  const [{ korean }, change] = useSettings()
  return (
    <Toggle
      label={t('setup.korean')}
      body={t('setup.korean_body')}
      on={korean}
      onChange={(on) => {
        change({ korean: on })
      }}
    />
  )
}

export function TalkField() {
  const { t } = useWords()
  const [{ talk }, change] = useSettings()
  return (
    <Segments
      label={t('setup.talk_mode')}
      value={talk}
      choices={TALK_MODES.map((value) => ({ value, label: t(`setup.talk_${value}`) }))}
      onChange={(chosen) => {
        change({ talk: chosen })
      }}
    />
  )
}

export function PaceField() {
  const { t } = useWords()
  const [{ pace }, change] = useSettings()
  return (
    <Segments
      label={t('setup.pace')}
      value={pace}
      choices={PACES.map((value) => ({ value, label: t(`setup.pace_${value}`) }))}
      onChange={(chosen) => {
        change({ pace: chosen })
      }}
    />
  )
}

export function ThemeField() {
  const { t } = useWords()
  const [{ theme }, change] = useSettings()
  return (
    <Segments
      label={t('setup.theme')}
      value={theme}
      choices={THEMES.map((value) => ({ value, label: t(`setup.theme_${value}`) }))}
      onChange={(chosen) => {
        change({ theme: chosen })
      }}
    />
  )
}

export function LanguageField() {
  const { t, language } = useWords()
  return (
    <Segments
      label={t('setup.language')}
      value={language}
      choices={[
        { value: 'ko', label: '한국어', lang: 'ko' },
        { value: 'en', label: 'English', lang: 'en' },
      ]}
      onChange={(chosen) => void changeLanguage(chosen)}
    />
  )
}

export function ShortcutsField() {
  const { t } = useWords()
  const [{ shortcuts }, change] = useSettings()
  return (
    <Toggle
      label={t('setup.shortcuts')}
      on={shortcuts}
      onChange={(on) => {
        change({ shortcuts: on })
      }}
    />
  )
}

export function ReadCaptionsField() {
  const { t } = useWords()
  const [{ readCaptions }, change] = useSettings()
  return (
    <Toggle
      label={t('setup.read_captions')}
      on={readCaptions}
      onChange={(on) => {
        change({ readCaptions: on })
      }}
    />
  )
}
