import { Button as AriaButton } from 'react-aria-components'
import { Link, useNavigate } from 'react-router'
import type { LessonSummary } from '../contract'
import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import type { Starting } from '../start/useStartLesson'
import { titleOf } from '../words/titleOf'
import { useWords } from '../words/useWords'
import { dayOf, minutesOf } from '../words/when'
import styles from './HistoryPage.module.css'

interface LessonRowProps extends Omit<Starting, 'error'> {
  lesson: LessonSummary
  onDelete: () => void
}

export function LessonRow({ lesson, start, pending, onDelete }: LessonRowProps) {
  const { t, language } = useWords()
  const navigate = useNavigate()
  const { lesson_id, scenario, status } = lesson
  const title = titleOf(lesson, t)
  // "hotel / receptionist / check in" has named the partner already.
  const partner = scenario.partner !== null && !title.includes(scenario.partner) ? scenario.partner : null
  const meta = {
    when: dayOf(lesson.started_at ?? lesson.created_at, language),
    minutes: minutesOf(lesson.total_seconds),
  }
  return (
    <li className={styles['row']} data-testid="lesson" data-lesson-id={lesson_id}>
      <div>
        <h3>
          <Link to={`/lessons/${lesson_id}/report`}>{title}</Link>
        </h3>
        <p>{partner === null ? t('history.meta_free', meta) : t('history.meta', { ...meta, partner })}</p>
      </div>
      <Button
        look="soft"
        size="compact"
        isDisabled={pending}
        aria-label={t('history.continue_name', { title })}
        onPress={() => {
          if (status === 'ended') start({ continue_lesson_id: lesson_id })
          else void navigate(`/lessons/${lesson_id}`)
        }}
      >
        {t('history.continue')}
      </Button>
      <AriaButton
        className={styles['delete'] ?? ''}
        aria-label={t('history.delete_name', { title })}
        data-testid="delete"
        onPress={onDelete}
      >
        <Icon name="bin" />
      </AriaButton>
    </li>
  )
}
