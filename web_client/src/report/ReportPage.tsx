import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
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
import { coversAll } from './coversAll'
import { endWords } from './endWords'
import { Failed } from './Failed'
import { Figures } from './Figures'
import styles from './ReportPage.module.css'
import { Scene } from './Scene'
import { Transcript } from './Transcript'
import { Used } from './Used'
import { useJustLeft } from './useJustLeft'

const ASK_AGAIN_MILLISECONDS = 1500
/** A minute and a half: what runs then runs elsewhere. */
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
    isFetching,
    isFetchedAfterMount,
    refetch,
  } = useQuery({
    ...lessonQuery(lessonId),
    // Without a lesson there is a button to ask with, which is to stay where it is.
    refetchInterval: ({ state }) =>
      state.data !== undefined &&
      state.data.status !== 'ended' &&
      !(state.error instanceof CallError && state.error.refused) &&
      (state.dataUpdateCount < ASK_TIMES ? ASK_AGAIN_MILLISECONDS : ASK_SELDOM_MILLISECONDS),
  })
  const ended = lesson?.status === 'ended'
  // What is known of a lesson that was left may be older than its last sitting.
  const old = isFetching && !isFetchedAfterMount
  const justLeft = useJustLeft(ended && !old)
  const {
    data: report,
    isError: reportFailed,
    isFetching: reportComes,
    refetch: askForReport,
  } = useQuery({
    ...reportQuery(lessonId),
    enabled: ended,
    refetchInterval: ({ state }) =>
      state.data === null && state.dataUpdateCount < ASK_TIMES && ASK_AGAIN_MILLISECONDS,
  })
  if (justLeft && old) return <Loading />
  if (lesson) {
    const upToDate = report && (coversAll(report, lesson.turns) || !(reportComes || reportFailed))
    return (
      <Ended
        lesson={lesson}
        report={ended && upToDate ? report : null}
        saving={justLeft && !ended}
        onAskAgain={ended && reportFailed ? () => void askForReport() : null}
      />
    )
  }
  if (error instanceof CallError && error.refused) return <NotFound />
  if (!error) return <Loading />
  return <Failed words={t('notice.failed')} onAskAgain={() => void refetch()} />
}

interface EndedProps {
  lesson: Lesson
  report: Report | null
  /** The lesson was left a moment ago, and is being ended. */
  saving: boolean
  /** Where the report could not be got. */
  onAskAgain: (() => void) | null
}

function Ended({ lesson, report, saving, onAskAgain }: EndedProps) {
  const { t, language } = useWords()
  const { start, pending, error } = useStartLesson()
  const navigate = useNavigate()
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
