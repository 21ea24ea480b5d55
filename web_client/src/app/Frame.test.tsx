import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { afterEach, expect, it } from 'vitest'
import { goOnline } from '../test/network'
import { expectAccessible, renderPage } from '../test/page'
import { Frame } from './Frame'

afterEach(() => {
  goOnline(true)
})

const page = (
  <Routes>
    <Route element={<Frame />}>
      <Route index element={<h1>Start here</h1>} />
      <Route path="history" element={<h1>History</h1>} />
    </Route>
  </Routes>
)

it('says that it is offline while it is, and leaves the page', async () => {
  const { container } = await renderPage(page)
  expect(screen.queryByTestId('offline')).not.toBeInTheDocument()
  act(() => {
    goOnline(false)
  })
  expect(screen.getByRole('alert')).toHaveTextContent('You are offline')
  expect(screen.getByRole('heading', { level: 1 })).toBeVisible()
  await expectAccessible(container)
  act(() => {
    goOnline(true)
  })
  expect(screen.queryByTestId('offline')).not.toBeInTheDocument()
})

it('shows which page this is', async () => {
  const { container } = await renderPage(page, { at: '/history', language: 'ko' })
  expect(screen.getByRole('link', { name: '기록' })).toHaveAttribute('aria-current', 'page')
  expect(screen.getByRole('link', { name: '시작' })).not.toHaveAttribute('aria-current')
  await expectAccessible(container)
})

it('offers its other language in that language', async () => {
  await renderPage(page, { language: 'ko' })
  await userEvent.click(screen.getByRole('button', { name: 'English' }))
  expect(await screen.findByRole('link', { name: 'History' })).toBeVisible()
  expect(document.documentElement.lang).toBe('en')
  expect(screen.getByRole('button', { name: '한국어' }).parentElement).toHaveAttribute('lang', 'ko')
})
