import { useState } from 'react'
import type { LessonSummary } from '../contract'
import { StartProblem } from '../start/StartProblem'
import { useStartLesson } from '../start/useStartLesson'
import { useWords } from '../words/useWords'
import { DeleteLesson } from './DeleteLesson'
import styles from './HistoryPage.module.css'
import { LessonRow } from './LessonRow'
import { weeks } from './weeks'

interface WeeksProps {
  lessons: readonly LessonSummary[]
  onDeleted: () => void
}

/** The lessons, week by week. */
export function Weeks({ lessons, onDeleted }: WeeksProps) {
  const { t } = useWords()
  const { start, pending, error } = useStartLesson()
  const [deleting, setDeleting] = useState<LessonSummary | null>(null)
  return (
    <>
      <StartProblem error={error} />
      {weeks(lessons).map((week) => (
        <section key={week.words} className={styles['week']} aria-label={t(week.words)}>
          <h2>{t(week.words)}</h2>
          <ul>
            {week.lessons.map((lesson) => (
              <LessonRow
                key={lesson.lesson_id}
                lesson={lesson}
                pending={pending}
                start={start}
                onDelete={() => {
                  setDeleting(lesson)
                }}
              />
            ))}
          </ul>
        </section>
      ))}
      <DeleteLesson
        lesson={deleting}
        onClose={() => {
          setDeleting(null)
        }}
        onDeleted={onDeleted}
      />
    </>
  )
}
