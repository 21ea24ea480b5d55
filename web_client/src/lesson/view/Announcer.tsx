import { useWords } from '../../words/useWords'
import { say } from '../../words/saying'
import type { WordKey } from '../../words/words'
import type { ShownNotice } from '../state/currentNotice'
import type { Line } from '../state/lines'
import type { SunState } from '../state/sunState'

interface AnnouncerProps {
  notice: ShownNotice | null
  state: SunState
  microphoneOn: boolean
  lines: readonly Line[]
  /** What lies open or is offered beside the conversation. */
  help: string | null
  /** Nothing of the lesson is heard or said aloud: the tutor's sentences are read out. */
  silent: boolean
}

/** The moments worth a word; listening, thinking and speaking come and go too often. */
function moment(state: SunState, microphoneOn: boolean): WordKey {
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
    case 'listening':
    case 'thinking':
    case 'speaking':
    case 'muted':
      return microphoneOn ? 'state.ready' : 'state.muted'
  }
}

/** For screen readers, out of sight and in the page from the start: status, alert and (in a typed lesson) the log. */
export function Announcer({ notice, state, microphoneOn, lines, help, silent }: AnnouncerProps) {
  const { t, language } = useWords()
  const words = notice && say(notice.text, t, language)
  const spoken = lines.filter(({ role, turn }) => role === 'tutor' && turn !== null)
  return (
    <div className="visually-hidden">
      <p role="status">
        {words !== null && !notice?.urgent ? words : (help ?? t(moment(state, microphoneOn)))}
      </p>
      <p role="alert">{notice?.urgent ? words : ''}</p>
      <div role="log" aria-label={t('captions.region')}>
        {silent &&
          spoken.map(({ key, text }) => (
            <p key={key} lang="en">
              {text}
            </p>
          ))}
      </div>
    </div>
  )
}
