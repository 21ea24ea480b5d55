import type { LessonSummary } from '../contract'
import type { Translate } from './words'

/** The lesson's title; where there is no scene to name it after, in the page's language. */
export function titleOf(
  { title, mode, scenario }: Pick<LessonSummary, 'title' | 'mode' | 'scenario'>,
  t: Translate,
): string {
  if (scenario.place !== null || scenario.partner !== null || scenario.goal !== null) return title
  return t(mode === 'free' ? 'start.free' : 'title.unknown')
}
