import { useEffect, useRef } from 'react'

interface LiveChoice<Value> {
  /** As the learner's settings have it; null: no wish. */
  wanted: Value | null
  /** What the tutor does by the latest word about it; another object each time that word comes. */
  reported: { value: Value } | null
  /** Tells the tutor; null while none listens. It gets the choice when it does. */
  apply: ((value: Value) => Promise<void>) | null
  onApplied?: (value: Value) => void
  /** The setting goes back to what holds. */
  follow: (holds: Value) => void
  onFailed: () => void
  /** The tutor cannot do this in this lesson, and the learner has not asked for it here: the setting stays, quietly. */
  isNoWishHere?: (error: unknown) => boolean
  /** How long a wish stands before the tutor is told; else it is told at once. */
  settleMilliseconds?: number
}

/**
 * A setting that a running lesson follows. A wish is told once: also one that is older than this page, where the lesson
 * does something else. Where the tutor does not take it, or later says that it does something else, the setting follows.
 */
export function useLiveChoice<Value>(choice: LiveChoice<Value>): void {
  const { wanted, reported, settleMilliseconds } = choice
  const latest = useRef(choice)
  useEffect(() => {
    latest.current = choice
  })
  /** Until there is word: as it was wished when the page came. */
  const holds = useRef(wanted)
  const heard = useRef<{ value: Value } | null>(null)
  const taken = useRef<Value | null>(null)
  /** What this lesson cannot do; not asked for a second time. */
  const refused = useRef<Value | null>(null)
  const reachable = choice.apply !== null
  useEffect(() => {
    if (reported !== null && reported !== heard.current) {
      heard.current = reported
      holds.current = reported.value
      if (wanted !== null && wanted !== reported.value && wanted === taken.current) {
        taken.current = null
        latest.current.follow(reported.value)
        return
      }
    }
    if (wanted !== refused.current) refused.current = null
    if (wanted === null || wanted === holds.current || wanted === refused.current || !reachable) return
    let changed = false
    const tell = () => {
      latest.current.apply?.(wanted).then(
        () => {
          if (changed) return
          holds.current = wanted
          taken.current = wanted
          latest.current.onApplied?.(wanted)
        },
        (error: unknown) => {
          if (changed) return
          console.warn('the tutor did not take a choice', error)
          if (latest.current.isNoWishHere?.(error)) {
            refused.current = wanted
            return
          }
          if (holds.current !== null) latest.current.follow(holds.current)
          latest.current.onFailed()
        },
      )
    }
    const timer = settleMilliseconds === undefined ? undefined : setTimeout(tell, settleMilliseconds)
    if (timer === undefined) tell()
    return () => {
      clearTimeout(timer)
      changed = true
    }
  }, [wanted, reported, reachable, settleMilliseconds])
}
