import { useCallback, useSyncExternalStore } from 'react'

/**
 * True while the system gives a microphone no sound: a telephone call has it, or a switch on the device is off. (The
 * page's own muting is something else: browsers report it as `enabled`.)
 */
export function useTakenTrack(track: MediaStreamTrack | undefined): boolean {
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
  return useSyncExternalStore(subscribe, () => track?.muted ?? false)
}
