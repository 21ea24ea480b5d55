import { useCallback, useSyncExternalStore } from 'react'
import type { TakenBy } from './microphone'

/**
 * Who has a microphone while the system gives it no sound; null: nobody. (The page's own muting is something else:
 * browsers report it as `enabled`.)
 */
export function useTakenBy(track: MediaStreamTrack | undefined): TakenBy | null {
  const subscribe = useCallback(
    (onChange: () => void) => {
      track?.addEventListener('mute', onChange)
      track?.addEventListener('unmute', onChange)
      return () => {
        track?.removeEventListener('mute', onChange)
        track?.removeEventListener('unmute', onChange)
      }
    },
    [track],
  )
  const taken = useSyncExternalStore(subscribe, () => track?.muted ?? false)
  return taken ? takenBy() : null
}

/** On a phone it is a call; at a desk a key of the keyboard or a switch of the headset. */
function takenBy(): TakenBy {
  return matchMedia('(pointer: coarse)').matches ? 'call' : 'device'
}
