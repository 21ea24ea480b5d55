import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { CallError } from '../api/http'
import { Loading } from '../app/Loading'
import { NotFound } from '../app/NotFound'
import type { DebugLesson, StageSummary } from '../contract'
import { Button } from '../parts/Button'
import { PageTitle } from '../parts/PageTitle'
import { debugLessonQuery } from './debugQueries'
import styles from './Debug.module.css'
import { Waterfall } from './Waterfall'

/** A developer's look at one lesson: each reply as a waterfall. In English only: no learner comes here. */
export default function LatencyPage() {
  const { lessonId = '' } = useParams<'lessonId'>()
  const { data, error, refetch } = useQuery(debugLessonQuery(lessonId))
  if (error instanceof CallError && error.refused) return <NotFound />
  if (!data) return <Loading />
  return <Latency lesson={data} onReload={() => void refetch()} />
}

function Latency({ lesson, onReload }: { lesson: DebugLesson; onReload: () => void }) {
  return (
    <div className={styles['page']} lang="en">
      <PageTitle title="Latency of a lesson" />
      <p className={styles['facts']}>
        <code>{lesson.lesson_id}</code> · {lesson.mode} · {lesson.engine} · {lesson.status} ·{' '}
        {lesson.latency.replies} of {lesson.turns.filter(({ role }) => role === 'tutor').length} lines of the
        tutor answer a turn
      </p>
      <Button look="quiet" onPress={onReload}>
        Reload
      </Button>
      <Stages stages={lesson.latency.stages} />
      <Waterfall turns={lesson.turns} />
    </div>
  )
}

const seconds = (value: number) => value.toFixed(2)

/** A percentile above its target is marked, one of few replies is in brackets. */
function Stages({ stages }: { stages: readonly StageSummary[] }) {
  return (
    <section className={styles['scroll']} tabIndex={0} aria-label="Stages in seconds">
      <table className={styles['table']}>
        <thead>
          <tr>
            {[
              'engine',
              'channel',
              'stage',
              'count',
              'avg',
              'min',
              'max',
              'p50',
              'p95',
              'p99',
              'target p50/p95/p99',
            ].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr
              key={`${stage.engine ?? ''} ${stage.channel ?? ''} ${stage.stage}`}
              data-testid={`stage-${stage.stage}`}
            >
              <td>{stage.engine}</td>
              <td>{stage.channel}</td>
              <th scope="row">{stage.stage}</th>
              <td>{stage.count}</td>
              <td>{seconds(stage.avg)}</td>
              <td>{seconds(stage.min)}</td>
              <td>{seconds(stage.max)}</td>
              {(['p50', 'p95', 'p99'] as const).map((name) => {
                const late = stage.target !== null && stage[name] > stage.target[name]
                return (
                  <td key={name} data-late={late}>
                    {stage.few ? `(${seconds(stage[name])})` : seconds(stage[name])}
                    {late && ' late'}
                  </td>
                )
              })}
              <td>
                {stage.target === null
                  ? ''
                  : [stage.target.p50, stage.target.p95, stage.target.p99].map(seconds).join(' / ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['facts']}>In brackets: fewer than 20 replies, the percentile says little.</p>
    </section>
  )
}
