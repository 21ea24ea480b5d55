import { useEffect } from 'react'

/** The screen stays on while one talks: a phone that locks itself takes microphone and network away. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    // Not in every browser, and not without https.
    const wakeLock = (navigator as Partial<Navigator>).wakeLock
    if (!wanted || wakeLock === undefined) return
    let lock: WakeLockSentinel | null = null
    let over = false
    const hold = async () => {
      if (document.hidden) return
      try {
        lock = await wakeLock.request('screen')
        if (over) await lock.release()
      } catch {
        // Refused, to save power for example: the screen does what it always does.
      }
    }
    // The browser gives it up when the page is hidden.
    const holdAgain = () => void hold()
    void hold()
    document.addEventListener('visibilitychange', holdAgain)
    return () => {
      over = true
      document.removeEventListener('visibilitychange', holdAgain)
      void lock?.release()
    }
  }, [wanted])
}
