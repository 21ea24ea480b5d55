import { useEffect, useState } from 'react'

/** True for that long after `mark` became another value that is not null. */
export function useFreshFor(mark: number | null, milliseconds: number): boolean {
  const [passed, setPassed] = useState<number | null>(null)
  useEffect(() => {
    if (mark === null) return
    const timer = setTimeout(() => {
      setPassed(mark)
    }, milliseconds)
    return () => {
      clearTimeout(timer)
    }
  }, [mark, milliseconds])
  return mark !== null && passed !== mark
}
