import { type RefObject, useEffect } from 'react'

/** An element that opened stays in view while what is in it comes (a translation after its button, for example). */
export function useKeptInView(element: RefObject<HTMLElement | null>, open: boolean): void {
  useEffect(() => {
    const { current } = element
    if (!open || current === null) return
    const show = () => {
      current.scrollIntoView({ block: 'nearest' })
    }
    show()
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(show)
    observer.observe(current)
    return () => {
      observer.disconnect()
    }
  }, [element, open])
}
