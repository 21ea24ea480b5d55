import { Suspense } from 'react'
import { Link, Outlet, useLocation } from 'react-router'
import { Icon, type IconName } from '../parts/Icon'
import bar from '../parts/bar.module.css'
import { Mark } from '../parts/Mark'
import { Offline } from '../offline/Offline'
import { useOnline } from '../offline/useOnline'
import { useWords } from '../words/useWords'
import type { WordKey } from '../words/words'
import styles from './Frame.module.css'
import { Loading } from './Loading'
import { OtherLanguage } from './OtherLanguage'

const TABS: readonly { to: string; icon: IconName; words: WordKey }[] = [
  { to: '/', icon: 'sunrise', words: 'nav.start' },
  { to: '/scenes', icon: 'scenes', words: 'nav.scenes' },
  { to: '/history', icon: 'clock', words: 'nav.history' },
]

/** A report is part of the history, though not that page itself. */
function current(to: string, pathname: string): 'page' | 'true' | undefined {
  if (to === pathname) return 'page'
  return to === '/history' && pathname.startsWith('/lessons/') ? 'true' : undefined
}

/** What stands around every page outside of a lesson: the mark, the tabs, the way past them. */
export function Frame() {
  const { t } = useWords()
  const { pathname } = useLocation()
  const online = useOnline()
  return (
    <div className={styles['frame']}>
      <a className={bar['skip']} href="#main">
        {t('app.skip')}
      </a>
      <header className={bar['bar']}>
        <Link className={bar['brand']} to="/">
          <Mark />
          {t('app.name')}
        </Link>
        <OtherLanguage />
        <nav className={styles['tabs']} aria-label={t('nav.label')}>
          <ul>
            {TABS.map(({ to, icon, words }) => (
              <li key={to}>
                <Link to={to} aria-current={current(to, pathname)}>
                  <Icon name={icon} />
                  {t(words)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main">
        {!online && <Offline />}
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
