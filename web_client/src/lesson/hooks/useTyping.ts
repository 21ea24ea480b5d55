import { useState } from 'react'

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

/** The panel for typed lines. It is open by itself for who cannot speak, until it is closed. */
export function useTyping(cannotSpeak: boolean): Typing {
  const [wish, setWish] = useState<'open' | 'closed' | null>(null)
  const [draft, setDraft] = useState('')
  const open = wish === 'open' || (wish === null && cannotSpeak)
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
    setDraft,
  }
}
