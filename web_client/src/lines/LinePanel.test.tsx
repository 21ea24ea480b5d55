import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { expectAccessible, renderPage, settingsWith, testClient } from '../test/page'
import { quietPlayer, wav } from '../test/quietPlayer'
import { LinePanel } from './LinePanel'

const player = quietPlayer()
const LINE = { turnId: 'turn-1', text: 'A quiet room, please.', player }

describe('the panel of a line', () => {
  it('says what the line means, once, however often it is opened', async () => {
    const client = testClient()
    const translate = vi.fn(() => Promise.resolve('조용한 방으로 부탁해요.'))
    const panel = <LinePanel {...LINE} translate={translate} sound={wav} />
    const { container, unmount } = await renderPage(panel, { client })
    expect(screen.getByText('Translating')).toBeVisible()
    expect(await screen.findByText('조용한 방으로 부탁해요.')).toHaveAttribute('lang', 'ko')
    await expectAccessible(container)
    unmount()
    await renderPage(panel, { client })
    expect(screen.getByText('조용한 방으로 부탁해요.')).toBeVisible()
    expect(translate).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['A quiet room, please.', 'No translation right now. Here is the English alone.'],
    ['조용한 방이요', 'No translation right now.'],
  ])('leaves "%s" alone where there is no translation, and asks again when reopened', async (text, words) => {
    const client = testClient()
    const translate = vi.fn(() => Promise.reject(new Error('503')))
    const panel = <LinePanel {...LINE} text={text} translate={translate} sound={null} />
    const { unmount } = await renderPage(panel, { client })
    expect(await screen.findByText(words)).toBeVisible()
    unmount()
    await renderPage(panel, { client })
    await vi.waitFor(() => {
      expect(translate).toHaveBeenCalledTimes(2)
    })
  })

  it('translates only when asked where Korean help is off', async () => {
    const translate = vi.fn(() => Promise.resolve('조용한 방이요'))
    await renderPage(<LinePanel {...LINE} translate={translate} sound={null} takesFocus />, {
      settings: settingsWith({ korean: false }),
    })
    expect(translate).not.toHaveBeenCalled()
    const button = screen.getByRole('button', { name: 'Show translation' })
    expect(button).toHaveFocus()
    await userEvent.click(button)
    expect(await screen.findByText('조용한 방이요')).toBeVisible()
  })

  it('plays the line again, and slowly, and says when it cannot', async () => {
    const sound = vi.fn((speed: number) => (speed === 1 ? wav() : Promise.reject(new Error('503'))))
    await renderPage(<LinePanel {...LINE} translate={() => Promise.resolve('x')} sound={sound} takesFocus />)
    expect(screen.getByTestId('line-replay')).toHaveFocus()
    await userEvent.click(screen.getByRole('button', { name: 'Hear again' }))
    expect(await screen.findByRole('button', { name: 'Stop' })).toHaveAttribute('data-state', 'playing')
    await userEvent.click(screen.getByRole('button', { name: 'Hear slowly' }))
    expect(await screen.findByText('This cannot be played just now.')).toBeVisible()
    expect(screen.getByTestId('line-replay')).toHaveAttribute('data-state', 'silent')
    expect(sound.mock.calls.map(([speed]) => speed)).toEqual([1, 0.75])
  })
})
