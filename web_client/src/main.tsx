import { QueryClient } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { CallError } from './api/http'
import { App } from './app/App'
import { installWorker } from './offline/installWorker'
import { followTheme } from './settings/theme'
import { settingsStore } from './settings/useSettings'
import './theme/tokens.css'
import './theme/base.css'
import { startWords } from './words/words'

const TRIES = 2

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; a server in trouble or a lost answer may be well the next time.
      retry: (failures, error) => failures < TRIES && !(error instanceof CallError && error.refused),
    },
  },
})

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element "root"')

settingsStore.follow(window)
followTheme(settingsStore, document)
await startWords()
createRoot(root).render(
  <StrictMode>
    <App queryClient={queryClient} />
  </StrictMode>,
)

if (import.meta.env.PROD) installWorker(navigator.serviceWorker)
