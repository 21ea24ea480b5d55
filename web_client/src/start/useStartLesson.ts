import { useNavigate } from 'react-router'
import type { CallError } from '../api/http'
import { microphonePermission } from '../microphone/usePermission'
import { useSettings } from '../settings/useSettings'
import { useBeginLesson } from './useBeginLesson'
import { stateOf, type Wish } from './wish'

export interface Starting {
  start: (wish: Wish) => void
  pending: boolean
  error: CallError | null
}

/** Begins a lesson; before the first one, and where the browser blocks the microphone, by way of the check. */
export function useStartLesson(): Starting {
  const [{ microphoneChecked }] = useSettings()
  const { begin, pending, error } = useBeginLesson()
  const navigate = useNavigate()
  const start = async (wish: Wish) => {
    const blocked = (await microphonePermission())?.state === 'denied'
    if (microphoneChecked && !blocked) begin({ wish, typed: false })
    else await navigate('/microphone', { state: stateOf(wish) })
  }
  return { start: (wish) => void start(wish), pending, error }
}
