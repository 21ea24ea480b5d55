import type { CaptionMode } from '../../settings/settings'
import type { Line } from './lines'

/** `blurred`: there, but not to be read before a tap. `row`: only who spoke. */
export type Hiding = 'shown' | 'blurred' | 'row'

/** How a line is shown. What the learner wrote is always seen: it is no caption. */
export function hidingOf(
  line: Line,
  mode: CaptionMode,
  { revealed, open }: Record<'revealed' | 'open', boolean>,
): Hiding {
  if (line.role === 'learner' && (line.unconfirmed || line.turn?.source === 'text')) return 'shown'
  switch (mode) {
    case 'on':
      return 'shown'
    case 'tap':
      return line.role === 'learner' || revealed ? 'shown' : 'blurred'
    case 'off':
      return open ? 'shown' : 'row'
  }
}
