import { useSettings } from '../../settings/useSettings'
import { useEscape } from './useEscape'
import type { LessonTools } from './useLessonTools'
import { useShortcuts } from './useShortcuts'

interface KeyActs {
  type: () => void
  microphone: () => void
  stop: () => void
  end: () => void
  settings: () => void
}

/** The keys of a lesson (setup/KeyList.tsx lists them), while no dialog has them. */
export function useLessonKeys(tools: LessonTools, acts: KeyActs, dialogOpen: boolean): void {
  const { talk, again, help, openLine, lastLine, typing } = tools
  const [{ shortcuts }] = useSettings()
  const escape = () => {
    if (talk.phase !== 'idle') talk.presses.cancel()
    else if (again.busy) again.player.stop()
    else if (help.card.status !== 'closed') help.close()
    else if (openLine.key !== null) openLine.show(null)
    else if (typing.open) typing.toggle()
    else acts.stop()
  }
  useEscape(escape, !dialogOpen)
  useShortcuts(
    {
      KeyT: acts.type,
      KeyM: acts.microphone,
      KeyS: acts.stop,
      KeyE: acts.end,
      KeyH: help.toggle,
      KeyK: lastLine.toggle,
      KeyR: lastLine.hear,
      KeyL: lastLine.hearSlowly,
      Slash: acts.settings,
    },
    shortcuts && !dialogOpen,
  )
}
