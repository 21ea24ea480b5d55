import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, type RenderResult } from '@testing-library/react'
import axe from 'axe-core'
import type { ReactNode } from 'react'
import { type InitialEntry, MemoryRouter, useLocation } from 'react-router'
import { expect, vi } from 'vitest'
import { newQueryClient } from '../api/queryClient'
import { type Settings, SettingsStore } from '../settings/settings'
import { SettingsContext } from '../settings/useSettings'
import { changeLanguage, type Language, startWords } from '../words/words'

/** Rules that need a layout, which jsdom has not; the browser tests hold the real page against all of them. */
const NEEDS_LAYOUT = ['color-contrast', 'scrollable-region-focusable', 'target-size']

/** The page's own, which says at once what failed. */
export function testClient(): QueryClient {
  const client = newQueryClient()
  const { queries, ...others } = client.getDefaultOptions()
  client.setDefaultOptions({ ...others, queries: { ...queries, retry: false } })
  return client
}

/** The settings of this browser, after a change. */
export function settingsWith(change: Partial<Settings> = {}): SettingsStore {
  const settings = new SettingsStore(() => localStorage)
  settings.change(change)
  return settings
}

/** Where the page has gone to, for a test to read. */
export function Where() {
  const at = useLocation()
  return <p data-testid="where">{JSON.stringify([at.pathname, at.state])}</p>
}

interface Surroundings {
  language?: Language
  /** Where the learner is; else at "/". */
  at?: InitialEntry
  client?: QueryClient
  settings?: SettingsStore
}

export async function renderPage(
  page: ReactNode,
  { language = 'en', at = '/', client = testClient(), settings = settingsWith() }: Surroundings = {},
): Promise<RenderResult> {
  await startWords()
  await changeLanguage(language)
  return render(
    <QueryClientProvider client={client}>
      <SettingsContext value={settings}>
        <MemoryRouter initialEntries={[at]}>{page}</MemoryRouter>
      </SettingsContext>
    </QueryClientProvider>,
  )
}

export async function expectAccessible(container: Element): Promise<void> {
  const { violations } = await axe.run(container, {
    rules: Object.fromEntries(NEEDS_LAYOUT.map((rule) => [rule, { enabled: false }])),
  })
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

export interface Asked {
  method: string
  path: string
  body: unknown
}

/** The token server as far as one test needs it: "GET /api/x" to status and body. Anything else is a failure. */
export function serve(answers: Record<string, [status: number, body: unknown]>): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', (path: string, { method = 'GET', body }: RequestInit = {}) => {
    asked.push({ method, path, body: typeof body === 'string' ? JSON.parse(body) : undefined })
    if (!navigator.onLine) return Promise.reject(new TypeError('Failed to fetch'))
    const answer = answers[`${method} ${path.split('?')[0] ?? ''}`]
    if (!answer) return Promise.reject(new TypeError(`nobody answers ${method} ${path}`))
    const [status, content] = answer
    return Promise.resolve(new Response(content === undefined ? null : JSON.stringify(content), { status }))
  })
  return asked
}
