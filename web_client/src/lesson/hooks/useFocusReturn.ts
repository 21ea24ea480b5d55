import { type RefObject, useLayoutEffect } from 'react'

/** A panel that goes while the focus is in it gives the focus back to what opened it. */
export function useFocusReturn(
  panel: RefObject<HTMLElement | null>,
  opener: RefObject<HTMLElement | null>,
): void {
  useLayoutEffect(
    () => () => {
      // Layout effects are undone while the panel still is in the page.
      if (panel.current?.contains(document.activeElement)) opener.current?.focus({ preventScroll: true })
    },
    [panel, opener],
  )
}
