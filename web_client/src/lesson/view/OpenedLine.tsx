import { translateTurn } from '../../api/lines'
import { lineSound } from '../../api/sounds'
import { LinePanel } from '../../lines/LinePanel'
import { useSettings } from '../../settings/useSettings'
import type { Player } from '../../sound/player'
import { useWords } from '../../words/useWords'
import type { TutorCalls } from '../room/tutorCalls'
import type { Line } from '../state/lines'

interface OpenedLineProps {
  line: Line
  calls: TutorCalls | null
  player: Player
}

/** What lies under an opened line. The tutor translates; while nobody is there, the server does. */
export function OpenedLine({ line: { turn, text, role }, calls, player }: OpenedLineProps) {
  const { t } = useWords()
  const [{ korean }] = useSettings()
  // It is on its way to the record.
  if (turn === null) return <p role="status">{t(korean ? 'line.translating' : 'common.loading')}</p>
  const { turn_id } = turn
  return (
    <LinePanel
      turnId={turn_id}
      text={text}
      player={player}
      translate={async () => {
        if (calls === null) return translateTurn(turn_id)
        return (await calls.translate(turn_id)).text
      }}
      sound={role === 'tutor' ? (speed, signal) => lineSound(turn_id, speed, signal) : null}
    />
  )
}
