import type { WordKey } from '../../words/words'
import type { LessonState } from '../state/lessonState'
import type { SunState } from '../state/sunState'
import { useFreshFor } from './useFreshFor'

const SHOWN_MILLISECONDS = 6000

/** The quiet line under the state: what is news about scene and pace, and else that silence is fine. */
export function usePaceHint({ pace, sceneMadeAt }: LessonState, state: SunState): WordKey | null {
  const paceIsNews = useFreshFor(pace?.changedAt ?? null, SHOWN_MILLISECONDS)
  const sceneIsNews = useFreshFor(sceneMadeAt, SHOWN_MILLISECONDS)
  if (state === 'waiting') return 'pace.unhurried'
  if (state !== 'listening' && state !== 'thinking' && state !== 'speaking') return null
  if (sceneIsNews) return 'scene.made'
  if (pace && paceIsNews) return `pace.${pace.band}`
  return state === 'listening' ? 'pace.unhurried' : null
}
