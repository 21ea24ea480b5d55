import { useEffect, useRef } from 'react'
import { isComposing } from '../../parts/composing'

/** Escape, where nothing nearer has a use for it. */
export function useEscape(onEscape: () => void, active: boolean): void {
  const latest = useRef(onEscape)
  useEffect(() => {
    latest.current = onEscape
  })
  useEffect(() => {
    if (!active) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return
      latest.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [active])
}
