import { useOnline } from '../offline/useOnline'
import { classes } from '../parts/classes'
import { PageTitle } from '../parts/PageTitle'
import { SettingsCard } from '../settings/SettingsCard'
import { useWords } from '../words/useWords'
import { Honest } from './Honest'
import { StartProblem } from './StartProblem'
import styles from './StartPage.module.css'
import { Unconnected } from './Unconnected'
import { useStartLesson } from './useStartLesson'
import { Ways } from './Ways'

export function StartPage() {
  const { t } = useWords()
  const starting = useStartLesson()
  return (
    <>
      <div className={styles['hero']}>
        <div className={styles['heroText']}>
          <PageTitle title={t('start.title')} className={styles['title']} />
          <p className={styles['lead']}>{t('start.lead')}</p>
        </div>
        <div className={classes(styles['rise'], !useOnline() && styles['set'])} aria-hidden="true" />
      </div>
      <div className={styles['start']}>
        <section className={styles['ways']} aria-label={t('start.ways')}>
          <Unconnected />
          <Ways starting={starting} />
          <StartProblem error={starting.error} />
          <Honest />
        </section>
        <SettingsCard />
      </div>
    </>
  )
}
