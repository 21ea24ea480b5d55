import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { goOnline } from '../test/network'
import { expectAccessible, renderPage } from '../test/page'
import { Boundary } from './Boundary'

/** A page whose part could not be loaded. */
function Missing(): never {
  throw new TypeError('Failed to fetch dynamically imported module')
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => {
  goOnline(true)
})

const broken = (
  <Boundary>
    <Missing />
  </Boundary>
)

it('says that a page broke, with the way on', async () => {
  const { container } = await renderPage(broken)
  expect(screen.getByRole('alert')).toHaveTextContent('That did not work just now')
  expect(screen.getByRole('link', { name: 'Try again' })).toHaveAttribute('href', '/')
  await expectAccessible(container)
})

it('says that it is offline where that is why', async () => {
  goOnline(false)
  const { container } = await renderPage(broken, { language: 'ko' })
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('인터넷에 연결돼 있지 않아요')
  expect(screen.queryByRole('link')).not.toBeInTheDocument()
  await expectAccessible(container)
  act(() => {
    goOnline(true)
  })
  expect(screen.getByRole('link', { name: '다시 해 보기' })).toBeVisible()
})
