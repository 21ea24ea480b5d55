import type { MicrophoneFailure } from '../microphone/failure'
import type { WordKey } from '../words/words'
import type { Talk } from './talk'

const PROBLEMS: Readonly<Record<string, WordKey>> = {
  not_heard: 'messages.not_heard',
  clip_too_short: 'messages.too_short',
  clip_too_long: 'messages.too_long',
  clip_too_large: 'messages.too_long',
  too_many_messages: 'messages.limit',
  message_in_progress: 'messages.busy',
  messages_busy: 'messages.busy',
  network: 'messages.network',
}

/** Why a message was not answered; null where nothing is wrong. */
export function problemWords({ problem, unsent }: Pick<Talk, 'problem' | 'unsent'>): WordKey | null {
  if (problem === null) return null
  if (problem === 'network' && unsent.length === 0) return 'messages.broke_off'
  return PROBLEMS[problem] ?? 'notice.failed'
}

const MICROPHONE: Record<MicrophoneFailure, WordKey> = {
  denied: 'mic.denied_body',
  none: 'mic.none',
  busy: 'mic.busy',
  insecure: 'mic.insecure',
  stuck: 'mic.stuck',
}

export function microphoneWords(failure: MicrophoneFailure): WordKey {
  return MICROPHONE[failure]
}
