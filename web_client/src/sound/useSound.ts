import { useState, useSyncExternalStore } from 'react'
import type { Load, Player } from './player'

export type SoundState = 'silent' | 'loading' | 'playing' | 'failed'

export interface Sound {
  state: SoundState
  /** From the beginning; again: stop. */
  toggle: () => void
}

/** One of the sounds of a page's player, by its name. */
export function useSound(player: Player, name: string, load: Load): Sound {
  const state = useSyncExternalStore(player.subscribe, () => {
    const playing = player.playing()
    return playing?.name === name ? playing.status : null
  })
  // By name: another sound in the same place has not failed.
  const [failed, setFailed] = useState<string | null>(null)
  const toggle = () => {
    setFailed(null)
    player.play(name, load).catch(() => {
      setFailed(name)
    })
  }
  return { state: state ?? (failed === name ? 'failed' : 'silent'), toggle }
}
