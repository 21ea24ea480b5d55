import { useEffect, useRef } from 'react'

/** Does something each time that a condition begins to hold. */
export function useWhen(condition: boolean, act: () => void): void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    if (condition) latest.current()
  }, [condition])
}
