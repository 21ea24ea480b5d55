import { Component, type ReactNode } from 'react'
import { buttonLook } from '../parts/buttonLook'
import { OfflinePage } from '../offline/OfflinePage'
import { useOnline } from '../offline/useOnline'
import { useReloadWhenBack } from '../offline/useReloadWhenBack'
import { useWords } from '../words/useWords'
import styles from './Boundary.module.css'

/** The last net: a page that broke (or whose chunk a new release replaced) says so and can be loaded again. */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override componentDidCatch(error: unknown) {
    console.error('a page broke:', error)
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const { t } = useWords()
  const online = useOnline()
  useReloadWhenBack(online)
  // A part of the page that was not loaded before is missed for no other reason.
  if (!online) return <OfflinePage />
  return (
    <main className={styles['broken']}>
      <div role="alert">
        <h1>{t('notice.failed')}</h1>
      </div>
      <a className={buttonLook('plain')} href="/">
        {t('common.retry')}
      </a>
    </main>
  )
}
