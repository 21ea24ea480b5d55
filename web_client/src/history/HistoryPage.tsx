import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import { historyQuery } from '../api/lessons'
import { Loading } from '../app/Loading'
import type { LessonSummary } from '../contract'
import { Button } from '../parts/Button'
import { buttonLook } from '../parts/buttonLook'
import { PageTitle } from '../parts/PageTitle'
import { Search } from '../parts/Search'
import { StartProblem } from '../start/StartProblem'
import { useStartLesson } from '../start/useStartLesson'
import { useWords } from '../words/useWords'
import { DeleteDialog } from './DeleteDialog'
import styles from './HistoryPage.module.css'
import { LessonRow } from './LessonRow'
import { weeks } from './weeks'

export default function HistoryPage() {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const history = useInfiniteQuery(historyQuery(useDeferredValue(q.trim())))
  const { start, pending, error } = useStartLesson()
  const [deleting, setDeleting] = useState<LessonSummary | null>(null)
  const lessons = history.data?.pages.flatMap((page) => page.lessons)
  return (
    <div className={styles['history']}>
      <PageTitle title={t('history.title')} className={styles['title']} />
      <Search label={t('history.search')} hint={t('history.search_hint')} value={q} onChange={setQ} />
      <StartProblem error={error} />
      {history.isError && <p role="alert">{t('notice.failed')}</p>}
      {lessons === undefined && !history.isError && <Loading />}
      {lessons?.length === 0 && (
        <div className={styles['empty']}>
          <p>{t(q === '' ? 'history.empty' : 'history.no_match')}</p>
          {q === '' && (
            <Link className={buttonLook('plain')} to="/">
              {t('nav.start')}
            </Link>
          )}
        </div>
      )}
      {weeks(lessons ?? []).map((week) => (
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
      {history.hasNextPage && (
        <Button
          look="soft"
          isDisabled={history.isFetchingNextPage}
          onPress={() => void history.fetchNextPage()}
        >
          {t('common.show_more')}
        </Button>
      )}
      <DeleteDialog
        lesson={deleting}
        onClose={() => {
          setDeleting(null)
        }}
      />
    </div>
  )
}
