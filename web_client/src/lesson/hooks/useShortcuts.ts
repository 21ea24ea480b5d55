import { useEffect, useRef } from 'react'

export type ShortcutCode = 'KeyT' | 'KeyM' | 'KeyS' | 'KeyE' | 'KeyH' | 'KeyK' | 'KeyR' | 'KeyL' | 'Slash'

/** `event.code` (a place on the keyboard: a Korean layout sends another letter) to what it does. */
export type Shortcuts = Partial<Record<ShortcutCode, () => void>>

/** Single keys, where no text is being written and no dialog is open. They can be switched off (WCAG 2.1.4). */
export function useShortcuts(shortcuts: Shortcuts, active: boolean): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    if (!active) return
    const onKeyDown = (event: KeyboardEvent) => {
      const act = latest.current[event.code as keyof Shortcuts]
      if (!act || event.defaultPrevented || event.isComposing || event.repeat || isWriting(event.target))
        return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault() // the letter must not land in the field that opens
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [active])
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
}
