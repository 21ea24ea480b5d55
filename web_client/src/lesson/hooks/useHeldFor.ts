import { useEffect, useState } from 'react'

/** True once `condition` has held without a break for that long; false as soon as it does not. */
export function useHeldFor(condition: boolean, milliseconds: number): boolean {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!condition) return
    const timer = setTimeout(() => {
      setHeld(true)
    }, milliseconds)
    return () => {
      clearTimeout(timer)
      setHeld(false)
    }
  }, [condition, milliseconds])
  return condition && held
}
