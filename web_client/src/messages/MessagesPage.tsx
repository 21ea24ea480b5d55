import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import { CallError } from '../api/http'
import { endLesson, lessonQuery } from '../api/lessons'
import { Loading } from '../app/Loading'
import { NotFound } from '../app/NotFound'
import type { Lesson } from '../contract'
import { Button } from '../parts/Button'
import { buttonLook } from '../parts/buttonLook'
import { PageTitle } from '../parts/PageTitle'
import { Failed } from '../report/Failed'
import { usePlayer } from '../sound/usePlayer'
import { titleOf } from '../words/titleOf'
import { useWords } from '../words/useWords'
import { Composer } from './Composer'
import { Conversation } from './Conversation'
import styles from './Messages.module.css'
import { problemWords } from './problemWords'
import { useMessages } from './useMessages'

/** The same lesson without a room: for a connection that is too poor for a call. */
export default function MessagesPage() {
  const { lessonId = '' } = useParams<'lessonId'>()
  const { t } = useWords()
  // What was said so far is asked once; from then on this page knows it.
  const { data, error, isFetching, isFetchedAfterMount, refetch } = useQuery({
    ...lessonQuery(lessonId),
    refetchOnWindowFocus: false,
    refetchOnReconnect: ({ state }) => state.data === undefined,
  })
  if (error instanceof CallError && error.refused) return <NotFound />
  if (error && !data) return <Failed words={t('notice.failed')} onAskAgain={() => void refetch()} />
  // A call may have gone on since the lesson was asked for.
  if (!data || (isFetching && !isFetchedAfterMount)) return <Loading />
  if (data.status === 'ended') return <Navigate to={`/lessons/${lessonId}/report`} replace />
  return <Messages key={lessonId} lesson={data} />
}

function Messages({ lesson }: { lesson: Lesson }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const { player } = usePlayer()
  const { talk, send, post, discard, hear, hush, still } = useMessages(lesson, player)
  const [endFailed, setEndFailed] = useState(false)
  const report = `/lessons/${lesson.lesson_id}/report`
  const over = talk.ended !== null || talk.problem === 'lesson_ended'
  const left = talk.unsent.length > 0
  const begin = useEffectEvent(() => {
    post(null)
  })
  const asked = useRef(lesson.turns.length > 0)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    begin()
  }, [])
  useEffect(() => {
    if (over && talk.phase === 'idle' && !left) void navigate(report)
  }, [over, talk.phase, left, navigate, report])
  useEffect(() => {
    if (!left) return
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('beforeunload', ask)
    }
  }, [left])
  const end = () => {
    setEndFailed(false)
    endLesson(lesson.lesson_id).then(
      () => navigate(report),
      (error: unknown) => {
        console.warn('the lesson was not ended', error)
        setEndFailed(true)
      },
    )
  }
  const says =
    talk.phase === 'sending' ? 'messages.sending' : talk.phase === 'answering' ? 'messages.answering' : null
  const problem = over
    ? left
      ? 'messages.ended'
      : null
    : (problemWords(talk) ?? (endFailed ? 'notice.failed' : null))
  return (
    <div className={styles['page']}>
      <PageTitle title={t('messages.title')} />
      <p className={styles['scene']}>{titleOf(lesson, t)}</p>
      <p className={styles['lead']}>{t('messages.lead')}</p>
      <Conversation
        talk={talk}
        player={player}
        onHear={hear}
        onHearOwn={still}
        onAgain={over ? null : post}
        onDiscard={discard}
      />
      <p className={styles['status']} role="status" data-testid="messages-status" data-phase={talk.phase}>
        {says !== null && t(says)}
      </p>
      <p
        className={styles['problem']}
        role="alert"
        data-testid="messages-problem"
        data-code={talk.problem ?? ''}
      >
        {problem !== null && t(problem)}
      </p>
      {!over && talk.phase === 'idle' && talk.problem !== null && talk.lines.length === 0 && !left && (
        <Button
          look="quiet"
          data-testid="messages-begin"
          onPress={() => {
            post(null)
          }}
        >
          {t('common.retry')}
        </Button>
      )}
      <Composer busy={talk.phase !== 'idle' || over} onSend={send} onRecord={hush} />
      <div className={styles['ways']}>
        <Link className={buttonLook('quiet')} to={`/lessons/${lesson.lesson_id}`}>
          {t('messages.call')}
        </Link>
        <Button look="quiet" data-testid="messages-end" onPress={end}>
          {t('dock.end')}
        </Button>
      </div>
    </div>
  )
}
