import { Suspense } from 'react'
import { Link, NavLink, Outlet } from 'react-router'
import { Icon, type IconName } from '../parts/Icon'
import { Mark } from '../parts/Mark'
import { useWords } from '../words/useWords'
import type { WordKey } from '../words/words'
import styles from './Frame.module.css'
import { Loading } from './Loading'

const TABS: readonly { to: string; icon: IconName; words: WordKey }[] = [
  { to: '/', icon: 'sunrise', words: 'nav.start' },
  { to: '/scenes', icon: 'scenes', words: 'nav.scenes' },
  { to: '/history', icon: 'clock', words: 'nav.history' },
]

/** What stands around every page outside of a lesson: the mark, the tabs, the way past them. */
export function Frame() {
  const { t } = useWords()
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#main">
        {t('app.skip')}
      </a>
      <header className={styles['bar']}>
        <Link className={styles['brand']} to="/">
          <Mark />
          {t('app.name')}
        </Link>
        <nav className={styles['tabs']} aria-label={t('nav.label')}>
          <ul>
            {TABS.map(({ to, icon, words }) => (
              <li key={to}>
                <NavLink to={to} end>
                  <Icon name={icon} />
                  {t(words)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main">
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
