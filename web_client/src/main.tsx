import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { newQueryClient } from './api/queryClient'
import { App } from './app/App'
import { installWorker } from './offline/installWorker'
import { followTheme } from './settings/theme'
import { settingsStore } from './settings/useSettings'
import './theme/tokens.css'
import './theme/base.css'
import { startWords } from './words/words'

const queryClient = newQueryClient()

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
