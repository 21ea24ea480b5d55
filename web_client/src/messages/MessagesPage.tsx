import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import { CallError } from '../api/http'
import { endLesson, lessonQuery } from '../api/lessons'
import { Loading } from '../app/Loading'
import { NotFound } from '../app/NotFound'
import type { Lesson } from '../contract'
import { Button } from '../parts/Button'
import { buttonLook } from '../parts/buttonLook'
import { PageTitle } from '../parts/PageTitle'
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
  // What was said so far is asked once; from then on this page knows it.
  const { data, error } = useQuery({
    ...lessonQuery(lessonId),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  if (error instanceof CallError && error.refused) return <NotFound />
  if (!data) return <Loading />
  if (data.status === 'ended') return <Navigate to={`/lessons/${lessonId}/report`} replace />
  return <Messages key={lessonId} lesson={data} />
}

function Messages({ lesson }: { lesson: Lesson }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const { player } = usePlayer()
  const { talk, send, hear, hush, still } = useMessages(lesson, player)
  const report = `/lessons/${lesson.lesson_id}/report`
  const over = talk.ended !== null || talk.problem === 'lesson_ended'
  const begin = useEffectEvent(() => {
    send(null)
  })
  const asked = useRef(lesson.turns.length > 0)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    begin()
  }, [])
  useEffect(() => {
    if (over && talk.phase === 'idle') void navigate(report)
  }, [over, talk.phase, navigate, report])
  const end = () => {
    endLesson(lesson.lesson_id).then(
      () => navigate(report),
      (error: unknown) => {
        console.warn('the lesson was not ended', error)
      },
    )
  }
  const says =
    talk.phase === 'sending' ? 'messages.sending' : talk.phase === 'answering' ? 'messages.answering' : null
  return (
    <div className={styles['page']}>
      <PageTitle title={t('messages.title')} />
      <p className={styles['scene']}>{titleOf(lesson, t)}</p>
      <p className={styles['lead']}>{t('messages.lead')}</p>
      <Conversation talk={talk} player={player} onHear={hear} onHearOwn={still} />
      <p className={styles['status']} role="status" data-testid="messages-status" data-phase={talk.phase}>
        {says !== null && t(says)}
      </p>
      <p
        className={styles['problem']}
        role="alert"
        data-testid="messages-problem"
        data-code={talk.problem ?? ''}
      >
        {talk.problem !== null && !over && t(problemWords(talk.problem))}
      </p>
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
