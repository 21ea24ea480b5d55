import { lineSound } from '../../api/sounds'
import { AS_IT_WAS, lineSoundName, SLOWLY } from '../../lines/replaying'
import type { Player } from '../../sound/player'
import type { Line } from '../state/lines'
import type { OpenLine } from './useOpenLine'

export interface LastLine {
  /** Opens it with what it means, or closes it. */
  toggle: () => void
  hear: () => void
  hearSlowly: () => void
}

/** The tutor's last line, for the keys: what did it say? */
export function useLastLine(
  lines: readonly Line[],
  openLine: OpenLine,
  player: Player,
  onFailed: () => void,
): LastLine {
  const hear = (speed: number) => {
    const turnId = lines.findLast(({ role, turn }) => role === 'tutor' && turn !== null)?.turn?.turn_id
    if (turnId === undefined) return
    player
      .play(lineSoundName(turnId, speed), (signal) => lineSound(turnId, speed, signal))
      .catch((error: unknown) => {
        console.warn('a line was not heard again', error)
        onFailed()
      })
  }
  return {
    toggle: () => {
      const last = lines.findLast(({ role }) => role === 'tutor')
      if (last) openLine.show(openLine.key === last.key ? null : last.key)
    },
    hear: () => {
      hear(AS_IT_WAS)
    },
    hearSlowly: () => {
      hear(SLOWLY)
    },
  }
}
