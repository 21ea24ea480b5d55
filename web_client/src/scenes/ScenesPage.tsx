import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { catalogueQuery } from '../api/lessons'
import { Loading } from '../app/Loading'
import type { CatalogueScenario } from '../contract'
import { buttonLook } from '../parts/buttonLook'
import { PageTitle } from '../parts/PageTitle'
import { Search } from '../parts/Search'
import { usePlayer } from '../sound/usePlayer'
import { StartProblem } from '../start/StartProblem'
import { useStartLesson } from '../start/useStartLesson'
import { useWords } from '../words/useWords'
import { Chips } from './Chips'
import { type Filter, filterScenes, valuesOf } from './filter'
import { SceneCard } from './SceneCard'
import styles from './ScenesPage.module.css'
import { topicWords } from './topicWords'

export default function ScenesPage() {
  const { t } = useWords()
  const { data: scenes, isError } = useQuery(catalogueQuery)
  return (
    <div className={styles['scenes']}>
      <PageTitle title={t('scenes.title')} className={styles['title']} />
      {isError && <p role="alert">{t('notice.failed')}</p>}
      {scenes && <Catalogue scenes={scenes} />}
      {!scenes && !isError && <Loading />}
    </div>
  )
}

function Catalogue({ scenes }: { scenes: readonly CatalogueScenario[] }) {
  const { t } = useWords()
  const [filter, setFilter] = useState<Filter>({ q: '', level: null, topic: null })
  const starting = useStartLesson()
  const { player } = usePlayer()
  const found = filterScenes(scenes, filter)
  return (
    <>
      <Search
        label={t('scenes.search')}
        value={filter.q}
        onChange={(q) => {
          setFilter({ ...filter, q })
        }}
      />
      <div className={styles['filters']}>
        <Chips
          label={t('scenes.level')}
          chosen={filter.level}
          choices={valuesOf(scenes, 'level').map((value) => ({ value, label: value }))}
          onChoose={(level) => {
            setFilter({ ...filter, level })
          }}
        />
        <Chips
          label={t('scenes.topic')}
          chosen={filter.topic}
          choices={valuesOf(scenes, 'topic').map((value) => {
            const words = topicWords(value)
            return { value, label: words ? t(words) : value }
          })}
          onChoose={(topic) => {
            setFilter({ ...filter, topic })
          }}
        />
      </div>
      <StartProblem error={starting.error} />
      <p className={styles['count']} role="status">
        {found.length === 0 ? t('scenes.no_match') : t('scenes.count', { count: found.length })}
      </p>
      {found.length === 0 && (
        <Link className={buttonLook('plain')} to="/">
          {t('start.build')}
        </Link>
      )}
      <ul className={styles['cards']}>
        {found.map((scene) => (
          <SceneCard key={scene.scenario_id} scene={scene} starting={starting} player={player} />
        ))}
      </ul>
    </>
  )
}
