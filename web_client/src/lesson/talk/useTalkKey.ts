import { useEffect, useRef } from 'react'
import type { Presses } from './presses'

/** Controls that have a use for the space bar of their own. */
const CONTROLS = 'a, button, input, select, textarea, summary, [contenteditable], [role=dialog]'
/** The talk button itself is no such control. */
export const TALK_BUTTON = 'data-talk'

/**
 * The space bar, held, is the talk button: anywhere in the page where nothing else waits for it. `anywhere` off: only on
 * the button itself.
 */
export function useTalkKey(
  presses: Pick<Presses, 'press' | 'release'>,
  on: boolean,
  anywhere: boolean,
): void {
  const latest = useRef(anywhere)
  useEffect(() => {
    latest.current = anywhere
  })
  useEffect(() => {
    if (!on) return
    const isMine = ({ code, target, isComposing }: KeyboardEvent) => {
      if (code !== 'Space' || isComposing || !(target instanceof Element)) return false
      if (target.closest(`[${TALK_BUTTON}]`)) return true
      return latest.current && target.closest(CONTROLS) === null
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !isMine(event)) return
      event.preventDefault() // neither scrolls the page nor clicks the button
      if (!event.repeat) presses.press()
    }
    const onKeyUp = (event: KeyboardEvent) => {
      // Wherever the focus went meanwhile: the key was let go.
      if (event.code !== 'Space') return
      if (isMine(event)) event.preventDefault()
      presses.release()
    }
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('keyup', onKeyUp)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('keyup', onKeyUp)
    }
  }, [presses, on])
}
