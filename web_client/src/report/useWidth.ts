import { type RefObject, useEffect, useState } from 'react'

/** Of a phone's card: what is drawn before the page is laid out. */
const FIRST = 272

/** How wide an element is, in CSS pixels: a chart is drawn for its place, so that its words keep their size. */
export function useWidth(element: RefObject<Element | null>): number {
  const [width, setWidth] = useState(FIRST)
  useEffect(() => {
    if (element.current === null || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(FIRST / 2, Math.floor(entry.contentRect.width)))
    })
    observer.observe(element.current)
    return () => {
      observer.disconnect()
    }
  }, [element])
  return width
}
