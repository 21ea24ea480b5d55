import { useState } from 'react'
import type { KeptLesson } from '../kept'

export interface Typing {
  open: boolean
  /** Opened by the learner: it takes the focus. Opened by the page, it does not. */
  takesFocus: boolean
  toggle: () => void
  show: () => void
  /** What was written and not sent; it outlives the panel. */
  draft: string
  setDraft: (text: string) => void
}

/**
 * The panel for typed lines. It is open by itself for who cannot speak, and after a reload where something was written,
 * until it is closed.
 */
export function useTyping(cannotSpeak: boolean, kept: KeptLesson): Typing {
  const [wish, setWish] = useState<'open' | 'closed' | null>(null)
  const [begun] = useState(kept.read().draft)
  const [draft, setDraft] = useState(begun)
  const open = wish === 'open' || (wish === null && (cannotSpeak || begun !== ''))
  return {
    open,
    takesFocus: wish === 'open',
    toggle: () => {
      setWish(open ? 'closed' : 'open')
    },
    show: () => {
      setWish('open')
    },
    draft,
    setDraft: (text) => {
      setDraft(text)
      kept.change({ draft: text })
    },
  }
}
