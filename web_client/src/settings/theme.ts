import type { SettingsStore, Theme } from './settings'

/** `--ground` of theme/tokens.css, for the browser's own bars. */
const GROUND = { light: '#edf2ee', dark: '#0f1915' } as const

/** Gives the page the chosen look, now and after each change. `system`: what tokens.css says about the device. */
export function followTheme(store: Pick<SettingsStore, 'read' | 'subscribe'>, page: Document): () => void {
  let shown: Theme | null = null
  const show = () => {
    const { theme } = store.read()
    if (theme === shown) return
    shown = theme
    if (theme === 'system') delete page.documentElement.dataset['theme']
    else page.documentElement.dataset['theme'] = theme
    for (const meta of page.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
      meta.content = GROUND[theme === 'system' ? (meta.media.includes('dark') ? 'dark' : 'light') : theme]
  }
  show()
  return store.subscribe(show)
}
