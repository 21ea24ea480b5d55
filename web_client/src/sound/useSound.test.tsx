import { act, renderHook, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { quietPlayer, wav } from '../test/quietPlayer'
import { useSound } from './useSound'

it('knows its own sound among those of the page, and when it failed', async () => {
  const player = quietPlayer()
  const { result, rerender } = renderHook(({ name, load }) => useSound(player, name, load), {
    initialProps: { name: 'a', load: wav },
  })
  const toggle = () => {
    act(() => {
      result.current.toggle()
    })
  }
  const becomes = (state: string) =>
    waitFor(() => {
      expect(result.current.state).toBe(state)
    })
  toggle()
  expect(result.current.state).toBe('loading')
  await becomes('playing')
  await act(async () => {
    void player.play('b', wav)
    await Promise.resolve()
  })
  expect(result.current.state).toBe('silent')

  rerender({ name: 'a', load: () => Promise.reject(new Error('503')) })
  toggle()
  await becomes('failed')
  rerender({ name: 'c', load: wav })
  expect(result.current.state).toBe('silent')
  rerender({ name: 'a', load: wav })
  toggle()
  await becomes('playing')
  toggle()
  await becomes('silent')
})
