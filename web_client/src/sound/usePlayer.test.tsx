import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { quietPlayer, wav } from '../test/quietPlayer'
import { PlayerContext, usePlayer } from './usePlayer'

it('is the page’s where the page has one, and plays on when a part of it goes', async () => {
  const player = quietPlayer()
  const { result, unmount } = renderHook(usePlayer, {
    wrapper: ({ children }: { children: ReactNode }) => (
      <PlayerContext value={player}>{children}</PlayerContext>
    ),
  })
  expect(result.current.player).toBe(player)
  await act(async () => {
    void result.current.player.play('a', wav)
    await Promise.resolve()
  })
  unmount()
  expect(player.playing()?.name).toBe('a')
})

it('is one of its own elsewhere, and silent when it goes', () => {
  const { result, unmount } = renderHook(usePlayer)
  const { player } = result.current
  void player.play('a', () => new Promise(() => undefined)).catch(() => undefined)
  unmount()
  expect(player.playing()).toBeNull()
})
