import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { I18nProvider } from 'react-aria-components'
import { BrowserRouter, Route, Routes } from 'react-router'
import { StartPage } from '../start/StartPage'
import { useWords } from '../words/useWords'
import { Boundary } from './Boundary'
import { Frame } from './Frame'
import { Loading } from './Loading'
import { NotFound } from './NotFound'

const LessonPage = lazy(() => import('../lesson/LessonPage')) // with livekit-client; index.html has it fetched ahead
const MicrophonePage = lazy(() => import('../microphone/MicrophonePage'))
const ReportPage = lazy(() => import('../report/ReportPage'))
const HistoryPage = lazy(() => import('../history/HistoryPage'))
const ScenesPage = lazy(() => import('../scenes/ScenesPage'))
const MessagesPage = lazy(() => import('../messages/MessagesPage'))
const DebugPage = lazy(() => import('../debug/DebugPage'))
const LatencyPage = lazy(() => import('../debug/LatencyPage'))

export function App({ queryClient }: { queryClient: QueryClient }) {
  const { language } = useWords()
  return (
    <QueryClientProvider client={queryClient}>
      <I18nProvider locale={language}>
        <BrowserRouter>
          <Boundary>
            <Suspense fallback={<Loading />}>
              <Routes>
                <Route path="lessons/:lessonId" element={<LessonPage />} />
                <Route path="microphone" element={<MicrophonePage />} />
                <Route element={<Frame />}>
                  <Route index element={<StartPage />} />
                  <Route path="lessons/:lessonId/report" element={<ReportPage />} />
                  <Route path="history" element={<HistoryPage />} />
                  <Route path="scenes" element={<ScenesPage />} />
                  <Route path="lessons/:lessonId/messages" element={<MessagesPage />} />
                  <Route path="debug" element={<DebugPage />} />
                  <Route path="debug/lessons/:lessonId" element={<LatencyPage />} />
                  <Route path="*" element={<NotFound />} />
                </Route>
              </Routes>
            </Suspense>
          </Boundary>
        </BrowserRouter>
      </I18nProvider>
    </QueryClientProvider>
  )
}
