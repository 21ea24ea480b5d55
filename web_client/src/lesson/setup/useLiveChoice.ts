import { useEffect, useRef, useState } from 'react'

interface LiveChoice<Value> {
  /** As the learner's settings have it. */
  wanted: Value
  /** Tells the tutor; null while there is none. It gets the choice when it comes. */
  apply: ((value: Value) => Promise<void>) | null
  onApplied?: (value: Value) => void
  /** The tutor did not take it: the setting goes back to what holds. */
  onFailed: (holds: Value) => void
}

/** A setting that a running lesson follows: a change is told to the tutor, and undone where that fails. */
export function useLiveChoice<Value>({ wanted, apply, onApplied, onFailed }: LiveChoice<Value>): void {
  const [holds, setHolds] = useState(wanted)
  const latest = useRef({ apply, onApplied, onFailed })
  useEffect(() => {
    latest.current = { apply, onApplied, onFailed }
  })
  const reachable = apply !== null
  useEffect(() => {
    const { apply: tell } = latest.current
    if (wanted === holds || !reachable || tell === null) return
    let changed = false
    tell(wanted).then(
      () => {
        if (changed) return
        setHolds(wanted)
        latest.current.onApplied?.(wanted)
      },
      (error: unknown) => {
        if (changed) return
        console.warn('the tutor did not take a choice', error)
        latest.current.onFailed(holds)
      },
    )
    return () => {
      changed = true
    }
  }, [wanted, holds, reachable])
}
