import { useEffect, useRef } from 'react'
import { listen } from '../../microphone/ear'
import { type Frame, FRAMES_PER_SECOND } from '../../microphone/judging'

/** Speech at a usual distance is at -20 dB of full scale, a room at -60: -36 is the voice of who means to be heard. */
const VOICED_RMS = 0.016
/** Of a second, so much is voice in the slowest speech. A cough is shorter. */
const VOICED_SHARE = 0.4

/**
 * Tells, once until `watching` begins anew, that a learner speaks whose microphone is off. A copy of the track is
 * listened to, in this page only: the muted one is silent.
 */
export function useMutedTalking(
  track: MediaStreamTrack | undefined,
  watching: boolean,
  onTalking: () => void,
  ear: typeof listen = listen,
): void {
  const latest = useRef(onTalking)
  useEffect(() => {
    latest.current = onTalking
  })
  useEffect(() => {
    if (track === undefined || !watching) return
    const copy = track.clone()
    copy.enabled = true
    const second: Frame[] = []
    let told = false
    const leave = ear(copy, (frame) => {
      second.push(frame)
      if (second.length > FRAMES_PER_SECOND) second.shift()
      const voiced = second.filter(({ rms }) => rms > VOICED_RMS).length
      if (told || voiced < VOICED_SHARE * FRAMES_PER_SECOND) return
      told = true
      latest.current()
    })
    return () => {
      leave()
      copy.stop()
    }
  }, [track, watching, ear])
}
