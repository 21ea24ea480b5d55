import { useEffect, useState, useSyncExternalStore } from 'react'
import { useSettings } from '../settings/useSettings'
import { type CheckState, MicrophoneCheck } from './check'
import { usePermission } from './usePermission'

/** Opens at once where it was allowed before (or is in the browser's settings now), else when the learner asks for it. */
export function useMicrophoneCheck(): CheckState & { open: () => void } {
  const [check] = useState(() => new MicrophoneCheck())
  const state = useSyncExternalStore(check.subscribe, check.state)
  const [{ microphone }] = useSettings()
  const [wanted, setWanted] = useState(false)
  const granted = usePermission() === 'granted'
  const open = wanted || granted
  useEffect(() => {
    if (open) void check.open(microphone)
    return () => {
      check.close()
    }
  }, [check, open, microphone])
  useEffect(() => {
    // The learner has been to the browser's settings.
    if (granted && check.state().status === 'denied') void check.open(microphone)
  }, [check, granted, microphone])
  return {
    ...state,
    open: () => {
      if (open) void check.open(microphone)
      else setWanted(true)
    },
  }
}
