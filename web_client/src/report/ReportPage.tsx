import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import { CallError } from '../api/http'
import { lessonQuery, reportQuery } from '../api/lessons'
import { Loading } from '../app/Loading'
import { NotFound } from '../app/NotFound'
import type { Lesson, Report } from '../contract'
import { Button } from '../parts/Button'
import { buttonLook } from '../parts/buttonLook'
import { PageTitle } from '../parts/PageTitle'
import { StartProblem } from '../start/StartProblem'
import { useStartLesson } from '../start/useStartLesson'
import { titleOf } from '../words/titleOf'
import { useWords } from '../words/useWords'
import { minutesOf, momentOf } from '../words/when'
import { endWords } from './endWords'
import { Figures } from './Figures'
import { leftIn } from './left'
import styles from './ReportPage.module.css'
import { Scene } from './Scene'
import { Transcript } from './Transcript'
import { Used } from './Used'

const ASK_AGAIN_MILLISECONDS = 1500
/** A minute and a half: longer than a lesson waits for its learner (60 s). What runs then runs elsewhere. */
const ASK_TIMES = 60
const ASK_SELDOM_MILLISECONDS = 10_000
/** Below this the numbers say little. */
const FEW_TURNS = 2

export default function ReportPage() {
  const { lessonId = '' } = useParams<'lessonId'>()
  const { t } = useWords()
  const {
    data: lesson,
    error,
    refetch,
  } = useQuery({
    ...lessonQuery(lessonId),
    refetchInterval: ({ state }) =>
      state.data?.status !== 'ended' &&
      !(state.error instanceof CallError && state.error.refused) &&
      (state.dataUpdateCount < ASK_TIMES ? ASK_AGAIN_MILLISECONDS : ASK_SELDOM_MILLISECONDS),
  })
  const {
    data: report,
    isError: reportFailed,
    refetch: askForReport,
  } = useQuery({
    ...reportQuery(lessonId),
    enabled: lesson?.status === 'ended',
    refetchInterval: ({ state }) =>
      state.data === null && state.dataUpdateCount < ASK_TIMES && ASK_AGAIN_MILLISECONDS,
  })
  if (lesson)
    return (
      <Ended
        lesson={lesson}
        report={report ?? null}
        onAskAgain={reportFailed ? () => void askForReport() : null}
      />
    )
  if (error instanceof CallError && error.refused) return <NotFound />
  if (!error) return <Loading />
  return <Failed words={t('notice.failed')} onAskAgain={() => void refetch()} />
}

function Failed({ words, onAskAgain }: { words: string; onAskAgain: () => void }) {
  const { t } = useWords()
  return (
    <div className={styles['failed']} role="alert">
      <p>{words}</p>
      <Button look="quiet" onPress={onAskAgain}>
        {t('common.retry')}
      </Button>
    </div>
  )
}

interface EndedProps {
  lesson: Lesson
  report: Report | null
  /** Where the report could not be got. */
  onAskAgain: (() => void) | null
}

function Ended({ lesson, report, onAskAgain }: EndedProps) {
  const { t, language } = useWords()
  const { start, pending, error } = useStartLesson()
  const navigate = useNavigate()
  const saving = leftIn(useLocation().state) && lesson.status !== 'ended'
  const running = !saving && lesson.status !== 'ended'
  const learnerTurns = lesson.turns.filter(({ role }) => role === 'learner').length
  const short = learnerTurns < FEW_TURNS
  const title = running
    ? t('report.running')
    : short
      ? t('report.title_short')
      : t('report.title', {
          minutes: t('count.minutes', { count: minutesOf(report?.total_seconds ?? lesson.total_seconds) }),
          times: t('count.times', { count: learnerTurns }),
        })
  const reason = saving ? 'end.saving' : running ? 'report.running_body' : endWords(lesson.end_reason)
  const goOn = () => {
    if (lesson.status === 'ended') start({ continue_lesson_id: lesson.lesson_id })
    else void navigate(`/lessons/${lesson.lesson_id}`)
  }
  return (
    <div className={styles['report']}>
      <div className={styles['title']}>
        <PageTitle title={title} className={styles['heading']} />
        <p className={styles['meta']}>
          <span>{titleOf(lesson, t)}</span>
          <span>{momentOf(lesson.started_at ?? lesson.created_at, language)}</span>
        </p>
        <Scene scenario={lesson.scenario} />
        <p
          className={styles['reason']}
          role="status"
          data-testid="end-reason"
          data-reason={lesson.end_reason ?? ''}
        >
          {reason && t(reason)}
        </p>
        <div className={styles['next']}>
          <Button isDisabled={pending} data-testid="continue" onPress={goOn}>
            {t(running ? 'report.to_lesson' : 'start.continue')}
          </Button>
          <Link className={buttonLook('quiet')} to="/">
            {t('report.new')}
          </Link>
        </div>
        <StartProblem error={error} />
      </div>
      <div className={styles['figures']}>
        {short && !running && <p className={styles['short']}>{t('report.short_body')}</p>}
        {report && !short && !running && <Figures report={report} turns={lesson.turns} />}
        {!report && !running && onAskAgain && <Failed words={t('report.failed')} onAskAgain={onAskAgain} />}
        {report && !running && <Used usage={report.usage} />}
      </div>
      <Transcript turns={lesson.turns} recordings={lesson.recordings} />
    </div>
  )
}
