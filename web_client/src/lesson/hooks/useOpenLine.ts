import { useState } from 'react'
import { useFreshFor } from './useFreshFor'

/** Who opened a line reads it for about so long; a line that stays open is not being read for ever. */
const READING_MILLISECONDS = 15_000

export interface OpenLine {
  /** The key of the one line that is open. */
  key: string | null
  /** It was opened a moment ago. */
  reading: boolean
  show: (key: string | null) => void
}

export function useOpenLine(): OpenLine {
  const [{ key, times }, setOpen] = useState<{ key: string | null; times: number }>({ key: null, times: 0 })
  return {
    key,
    reading: useFreshFor(key === null ? null : times, READING_MILLISECONDS),
    show: (next) => {
      setOpen({ key: next, times: times + 1 })
    },
  }
}
