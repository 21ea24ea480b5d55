import { useSettings } from '../../settings/useSettings'
import type { Saying } from '../../words/saying'
import { voiceName } from '../../words/voiceName'
import type { TutorCalls } from '../room/tutorCalls'
import { useLiveChoice } from './useLiveChoice'

/** Voice, waiting time, pace and the way to talk, as the learner changes them in the lesson. */
export function useLiveChoices(calls: TutorCalls | null, notify: (code: string, text: Saying) => void): void {
  const [settings, change] = useSettings()
  const failed = () => {
    notify('choice_failed', 'notice.failed')
  }
  useLiveChoice({
    wanted: settings.voice,
    apply: calls && ((voice) => (voice === null ? Promise.resolve() : calls.setVoice(voice))),
    onApplied: (voice) => {
      if (voice !== null)
        notify('voice_changed', { key: 'setup.voice_changed', with: { name: voiceName(voice) } })
    },
    onFailed: (voice) => {
      change({ voice })
      failed()
    },
  })
  useLiveChoice({
    wanted: settings.patience,
    apply: calls && ((patience) => calls.setPatience(patience)),
    onFailed: (patience) => {
      change({ patience })
      failed()
    },
  })
  useLiveChoice({
    wanted: settings.pace,
    apply: calls && ((pace) => calls.setPace(pace)),
    onFailed: (pace) => {
      change({ pace })
      failed()
    },
  })
  useLiveChoice({
    wanted: settings.talk,
    // Of the talk button the tutor hears with its first press.
    apply: calls && ((talk) => (talk === 'open' ? calls.talk('open') : Promise.resolve())),
    onFailed: (talk) => {
      change({ talk })
      failed()
    },
  })
}
