import { expect, it } from 'vitest'
import tokens from '../theme/tokens.css?raw'
import { SettingsStore } from './settings'
import { followTheme } from './theme'

function pageOf(): Document {
  const page = document.implementation.createHTMLDocument()
  for (const scheme of ['light', 'dark']) {
    const meta = page.createElement('meta')
    meta.name = 'theme-color'
    meta.media = `(prefers-color-scheme: ${scheme})`
    page.head.append(meta)
  }
  return page
}

const colours = (page: Document) => [...page.querySelectorAll('meta')].map(({ content }) => content)

it('shows the chosen look at once and after each change, and gives the device its say back', () => {
  const store = new SettingsStore(() => localStorage)
  store.change({ theme: 'dark' })
  const page = pageOf()
  const leave = followTheme(store, page)
  expect([page.documentElement.dataset['theme'], colours(page)]).toEqual(['dark', ['#0f1915', '#0f1915']])
  store.change({ theme: 'light' })
  expect([page.documentElement.dataset['theme'], colours(page)]).toEqual(['light', ['#edf2ee', '#edf2ee']])
  store.change({ theme: 'system' })
  expect([page.documentElement.dataset['theme'], colours(page)]).toEqual([undefined, ['#edf2ee', '#0f1915']])
  leave()
  store.change({ theme: 'dark' })
  expect(page.documentElement.dataset['theme']).toBeUndefined()
})

it('paints the browser’s bars in the colour of the page', () => {
  expect([...tokens.matchAll(/--ground: (#\w+)/g)].map(([, colour]) => colour)).toEqual([
    '#edf2ee',
    '#0f1915',
    '#0f1915',
  ])
})
