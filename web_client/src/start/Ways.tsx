import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Button as AriaButton, Disclosure } from 'react-aria-components'
import { Link, useNavigate } from 'react-router'
import { catalogueQuery, historyQuery } from '../api/lessons'
import { unanswered } from '../api/unanswered'
import type { LessonSummary } from '../contract'
import { useHeldFor } from '../lesson/hooks/useHeldFor'
import { buttonLook } from '../parts/buttonLook'
import { classes } from '../parts/classes'
import { Icon, type IconName } from '../parts/Icon'
import { Panel } from '../parts/Panel'
import { titleOf } from '../words/titleOf'
import { useWords } from '../words/useWords'
import { dayOf, minutesOf } from '../words/when'
import { SceneForm } from './SceneForm'
import type { Starting } from './useStartLesson'
import styles from './Ways.module.css'

/** So long the card may wait for an answer before it is used as it is. */
const PATIENCE_MILLISECONDS = 1000

/** The ways into a lesson: by talking first, everything else on one card. */
export function Ways({ starting: { start, pending } }: { starting: Starting }) {
  const { t } = useWords()
  const catalogue = useQuery(catalogueQuery)
  const history = useInfiniteQuery(historyQuery())
  const last = history.data?.pages[0]?.last
  const scenes = catalogue.data ? catalogue.data.length > 0 : unanswered(catalogue)
  const waiting = unanswered(catalogue) || unanswered(history)
  const late = useHeldFor(waiting, PATIENCE_MILLISECONDS)
  const form = useRef<HTMLDivElement>(null)
  return (
    <>
      <AriaButton
        className={classes(buttonLook('voice'), styles['build'])}
        isDisabled={pending}
        data-testid="start-build"
        onPress={() => {
          start({ mode: 'build' })
        }}
      >
        <Icon name="microphone" />
        <strong>{t('start.build')}</strong>
        <span>{t('start.build_body')}</span>
      </AriaButton>
      <ul className={styles['rows']} inert={waiting && !late}>
        {last && <Continue lesson={last} start={start} pending={pending} />}
        {scenes && (
          <li>
            <Link className={styles['row']} to="/scenes">
              <Row title={t('start.pick')} body={t('start.pick_body')} />
            </Link>
          </li>
        )}
        <li>
          <AriaButton
            className={styles['row'] ?? ''}
            isDisabled={pending}
            data-testid="start-free"
            onPress={() => {
              start({ mode: 'free' })
            }}
          >
            <Row title={t('start.free')} body={t('start.free_body')} />
          </AriaButton>
        </li>
        <li>
          <Disclosure
            onExpandedChange={(open) => {
              if (open) requestAnimationFrame(() => form.current?.scrollIntoView({ block: 'nearest' }))
            }}
          >
            <AriaButton slot="trigger" className={styles['row'] ?? ''} data-testid="start-type">
              <Row title={t('start.type')} body={t('start.type_body')} icon="down" />
            </AriaButton>
            <Panel ref={form} className={styles['panel'] ?? ''}>
              <SceneForm start={start} pending={pending} />
            </Panel>
          </Disclosure>
        </li>
      </ul>
    </>
  )
}

interface ContinueProps extends Omit<Starting, 'error'> {
  lesson: LessonSummary
}

function Continue({ lesson, start, pending }: ContinueProps) {
  const { t, language } = useWords()
  const navigate = useNavigate()
  const meta = t('start.continue_meta', {
    title: titleOf(lesson, t),
    when: dayOf(lesson.ended_at ?? new Date().toISOString(), language),
    minutes: minutesOf(lesson.total_seconds),
  })
  return (
    <li>
      <AriaButton
        className={styles['row'] ?? ''}
        isDisabled={pending}
        data-testid="start-continue"
        onPress={() => {
          if (lesson.status === 'ended') start({ continue_lesson_id: lesson.lesson_id })
          else void navigate(`/lessons/${lesson.lesson_id}`)
        }}
      >
        <Row title={t('start.continue')} body={meta} />
      </AriaButton>
    </li>
  )
}

function Row({ title, body, icon = 'right' }: { title: string; body: string; icon?: IconName }) {
  return (
    <>
      <strong>{title}</strong>
      <span>{body}</span>
      <Icon name={icon} />
    </>
  )
}
