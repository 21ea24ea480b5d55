import { langOf } from '../../words/langOf'
import { useWords } from '../../words/useWords'
import { say } from '../../words/saying'
import type { WordKey } from '../../words/words'
import type { ShownNotice } from '../state/currentNotice'
import type { Line } from '../state/lines'
import type { SunState } from '../state/sunState'

interface AnnouncerProps {
  notice: ShownNotice | null
  state: SunState
  /** How it stands with the learner's voice while the lesson goes on. */
  ready: WordKey
  /** Lines to be read out: none where the voice has just said them or they are hidden. */
  lines: readonly Line[]
  /** What lies open or is offered beside the conversation. */
  help: string | null
}

/** The moments worth a word; listening, thinking and speaking come and go too often: they are one. */
function moment(state: SunState, ready: WordKey): WordKey {
  switch (state) {
    case 'coming':
      return 'state.coming'
    case 'reconnecting':
      return 'state.reconnecting'
    case 'ended':
      return 'state.ended'
    case 'away':
      return 'state.away'
    case 'offline':
      return 'offline.title'
    case 'waiting':
    case 'replaying':
    case 'listening':
    case 'thinking':
    case 'speaking':
    case 'muted':
    case 'paused':
      return ready
  }
}

/** For screen readers, out of sight and in the page from the start: status, alert and (in a typed lesson) the log. */
export function Announcer({ notice, state, ready, lines, help }: AnnouncerProps) {
  const { t, language } = useWords()
  const words = notice && say(notice.text, t, language)
  // Only the newest: where reading begins in the middle of a lesson, the whole of it would be read out.
  const spoken = lines.findLast(({ role, turn }) => role === 'tutor' && turn !== null)
  return (
    <div className="visually-hidden">
      <p role="status">{words !== null && !notice?.urgent ? words : (help ?? t(moment(state, ready)))}</p>
      <p role="alert">{notice?.urgent ? words : ''}</p>
      <div role="log" aria-label={t('captions.region')}>
        {spoken && (
          <p key={spoken.key} lang={langOf(spoken.text)}>
            {spoken.text}
          </p>
        )}
      </div>
    </div>
  )
}
