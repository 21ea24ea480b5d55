import { useEffect, useRef } from 'react'

/** Loads the page anew when the network comes back after it was seen to be away. */
export function useReloadWhenBack(
  online: boolean,
  reload = () => {
    location.reload()
  },
): void {
  const wasAway = useRef(false)
  useEffect(() => {
    if (online && wasAway.current) reload()
    wasAway.current = !online
  }, [online, reload])
}
