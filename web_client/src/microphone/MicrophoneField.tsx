import { Choice } from '../parts/Choice'
import { useSettings } from '../settings/useSettings'
import { useWords } from '../words/useWords'
import { useMicrophones } from './useMicrophones'

interface MicrophoneFieldProps {
  /** The learner has allowed a microphone: before, browsers do not name them. */
  allowed: boolean
}

/**
 * Which microphone is used, among those there are. The choice is a setting: whoever captures follows it. One that is
 * unplugged stays the choice, for it may come back; until then the device's own is used.
 */
export function MicrophoneField({ allowed }: MicrophoneFieldProps) {
  const { t } = useWords()
  const [{ microphone }, change] = useSettings()
  const microphones = useMicrophones(allowed)
  if (microphones.length === 0) return null
  return (
    <Choice
      label={t('mic.device')}
      value={microphones.some(({ id }) => id === microphone) ? (microphone ?? '') : ''}
      choices={[
        { value: '', label: t('mic.device_own') },
        ...microphones.map(({ id, label }) => ({ value: id, label })),
      ]}
      onChange={(id) => {
        change({ microphone: id === '' ? null : id })
      }}
      testId="microphone-device"
    />
  )
}
