import { titleOf } from '../../words/titleOf'
import { useWords } from '../../words/useWords'
import type { LessonState } from '../state/lessonState'

/** What the page calls this lesson by now; a scene that is being made gets its name when it is whole. */
export function useLessonTitle({ lesson, stage, scenario }: LessonState): string {
  const { t } = useWords()
  if (lesson === null) return t('common.loading')
  return stage === 'scenario' ? t('title.unknown') : titleOf({ ...lesson, scenario }, t)
}
