import { useState } from 'react'
import { useFreshFor } from './useFreshFor'

const SHOWN_MILLISECONDS = 6000
/** Who may want to hear something again needs a moment to decide. */
const SHOWN_LONGER_MILLISECONDS = 12_000

export interface Returned {
  /** The connection was away and has been well again for a while. */
  back: boolean
  /** Something was being said while it was away. */
  missedWords: boolean
}

/** `speaking`: the tutor was heard when the connection went, and nothing of it came through. */
export function useReturned(away: boolean, well: boolean, speaking: boolean): Returned {
  const [seen, setSeen] = useState({ away: false, missed: false, returns: 0 })
  if (away && (!seen.away || (speaking && !seen.missed)))
    setSeen({ ...seen, away: true, missed: speaking || (seen.away && seen.missed) })
  else if (well && seen.away) setSeen({ ...seen, away: false, returns: seen.returns + 1 })
  const shown = seen.missed ? SHOWN_LONGER_MILLISECONDS : SHOWN_MILLISECONDS
  const back = useFreshFor(seen.returns === 0 ? null : seen.returns, shown) && well
  return { back, missedWords: back && seen.missed }
}
