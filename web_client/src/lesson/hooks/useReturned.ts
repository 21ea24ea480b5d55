import { useState } from 'react'
import { useFreshFor } from './useFreshFor'

const SHOWN_MILLISECONDS = 6000

/** True for a while after the connection was away and is well again. */
export function useReturned(away: boolean, well: boolean): boolean {
  const [seen, setSeen] = useState({ away: false, returns: 0 })
  if (away && !seen.away) setSeen({ ...seen, away: true })
  else if (well && seen.away) setSeen({ away: false, returns: seen.returns + 1 })
  return useFreshFor(seen.returns === 0 ? null : seen.returns, SHOWN_MILLISECONDS) && well
}
