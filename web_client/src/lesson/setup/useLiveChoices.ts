import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { voicesQuery } from '../../api/voices'
import { useSettings } from '../../settings/useSettings'
import type { Saying } from '../../words/saying'
import { voiceName } from '../../words/voiceName'
import { refusalOf, type TutorCalls } from '../room/tutorCalls'
import type { Choices } from '../state/lessonState'
import { useLiveChoice } from './useLiveChoice'

/** Arrow keys go over every voice on their way to one. */
const VOICE_MILLISECONDS = 500

/**
 * Voice, waiting time, pace and the way to talk, as the learner wishes them.
 * `choices`: what the lesson goes by; `calls`: null while no tutor listens.
 */
export function useLiveChoices(
  choices: Choices | null,
  calls: TutorCalls | null,
  notify: (code: string, text: Saying) => void,
): void {
  const [{ voice, patience, pace, talk }, change] = useSettings()
  const { data: voices } = useQuery(voicesQuery)
  const reported = useMemo(
    () =>
      choices && {
        voice: { value: choices.voice },
        patience: { value: choices.patience },
        pace: { value: choices.pace },
      },
    [choices],
  )
  const [talkAtFirst] = useState({ value: talk })
  const voiceChosenHere = useChanged(voice)
  const onFailed = () => {
    notify('choice_failed', 'notice.failed')
  }
  useLiveChoice({
    // One that was chosen while the server had another engine is no wish for this lesson.
    wanted: voice !== null && voices?.voices.includes(voice) ? voice : null,
    reported: reported?.voice ?? null,
    apply: calls && ((wish) => calls.setVoice(wish)),
    onApplied: (now) => {
      notify('voice_changed', { key: 'setup.voice_changed', with: { name: voiceName(now) } })
    },
    follow: (now) => {
      change({ voice: now })
    },
    onFailed,
    isNoWishHere: (error) => !voiceChosenHere && refusalOf(error) === 'voice_not_allowed',
    settleMilliseconds: VOICE_MILLISECONDS,
  })
  useLiveChoice({
    wanted: patience,
    reported: reported?.patience ?? null,
    apply: calls && ((wish) => calls.setPatience(wish)),
    follow: (now) => {
      change({ patience: now })
    },
    onFailed,
  })
  useLiveChoice({
    wanted: pace,
    reported: reported?.pace ?? null,
    apply: calls && ((wish) => calls.setPace(wish)),
    follow: (now) => {
      change({ pace: now })
    },
    onFailed,
  })
  useLiveChoice({
    wanted: talk,
    reported: talkAtFirst,
    // Of the talk button the tutor hears with its first press.
    apply: calls && ((wish) => (wish === 'open' ? calls.talk('open') : Promise.resolve())),
    follow: (now) => {
      change({ talk: now })
    },
    onFailed,
  })
}

/** True once the value has been another than at first. */
function useChanged(value: unknown): boolean {
  const [first] = useState(value)
  const [changed, setChanged] = useState(false)
  if (value !== first && !changed) setChanged(true)
  return changed
}
