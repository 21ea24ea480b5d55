import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react'
import { Player, type Playing } from './player'

/** The player of a page on which everything that sounds goes through one. */
export const PlayerContext = createContext<Player | null>(null)

/** The page's player, else one of this component's own, which is silent as soon as it goes. */
export function usePlayer(): { player: Player; playing: Playing | null } {
  const given = use(PlayerContext)
  const [own] = useState(() => new Player())
  const player = given ?? own
  const playing = useSyncExternalStore(player.subscribe, player.playing)
  useEffect(() => () => void own.close(), [own])
  return { player, playing }
}
