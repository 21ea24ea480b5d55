import { useEffect, useState, useSyncExternalStore } from 'react'
import { Player, type Playing } from './player'

/** A player that is silent as soon as its page is left. */
export function usePlayer(): { player: Player; playing: Playing | null } {
  const [player] = useState(() => new Player())
  const playing = useSyncExternalStore(player.subscribe, player.playing)
  useEffect(() => () => void player.close(), [player])
  return { player, playing }
}
