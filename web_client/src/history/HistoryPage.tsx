import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { historyQuery } from '../api/lessons'
import { Loading } from '../app/Loading'
import { Button } from '../parts/Button'
import { PageTitle } from '../parts/PageTitle'
import { Search } from '../parts/Search'
import { useWords } from '../words/useWords'
import styles from './HistoryPage.module.css'
import { Nothing } from './Nothing'
import { Records } from './Records'
import { useSettled } from './useSettled'
import { Weeks } from './Weeks'

/** contract/http.py, `MAX_SOUGHT_CHARACTERS`. */
const MAX_SOUGHT_CHARACTERS = 200
/** Between two letters of a word; the server looks through everything that was said. */
const TYPING_MILLISECONDS = 300

export default function HistoryPage() {
  const { t } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  const [q, setQ] = useState('')
  const [deletions, setDeletions] = useState(0)
  const sought = useSettled(q.trim(), TYPING_MILLISECONDS)
  const query = historyQuery(sought)
  const history = useInfiniteQuery({
    ...query,
    // The last answer stays until other words are found; one that was forgotten (all is deleted) does not.
    placeholderData: (last, of) => (of?.queryKey[1] === query.queryKey[1] ? undefined : last),
  })
  const seeking = history.isPlaceholderData
  const lessons = history.data?.pages.flatMap((page) => page.lessons)
  const latest = history.data?.pages.at(-1)
  const onDeleted = () => {
    setDeletions(deletions + 1)
  }
  useEffect(() => {
    // The button that was pressed is gone.
    if (deletions > 0) heading.current?.focus()
  }, [deletions])
  return (
    <div className={styles['history']}>
      <div className={styles['list']}>
        <PageTitle ref={heading} title={t('history.title')} className={styles['title']} />
        <p className={styles['deleted']} role="status" data-testid="deleted">
          {deletions > 0 && t('history.deleted')}
        </p>
        <Search
          label={t('history.search')}
          hint={t('history.search_hint')}
          maxLength={MAX_SOUGHT_CHARACTERS}
          value={q}
          onChange={setQ}
        />
        {history.isError && (
          <div className={styles['empty']} role="alert">
            <p>{t('notice.failed')}</p>
            <Button look="quiet" onPress={() => void history.refetch()}>
              {t('common.retry')}
            </Button>
          </div>
        )}
        {(lessons === undefined ? !history.isError : seeking && lessons.length === 0) && <Loading />}
        {lessons?.length === 0 && !seeking && <Nothing sought={sought !== ''} />}
        {lessons && lessons.length > 0 && <Weeks lessons={lessons} onDeleted={onDeleted} />}
        {history.hasNextPage && (
          <Button
            look="soft"
            isDisabled={history.isFetchingNextPage}
            onPress={() => void history.fetchNextPage()}
          >
            {t('common.show_more')}
          </Button>
        )}
      </div>
      {latest?.known && <Records totals={latest.totals} onDeleted={onDeleted} />}
    </div>
  )
}
