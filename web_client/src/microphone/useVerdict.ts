import { useEffect, useState } from 'react'
import { listen } from './ear'
import { type Frame, judge, JUDGED_FRAMES, stepsOf, type Verdict } from './judging'

export interface Heard {
  /** 0 to 10. */
  steps: number
  /** What was heard last that could be judged: it stays while the learner pauses. null: nothing yet. */
  verdict: Verdict | null
}

const NOTHING: Heard = { steps: 0, verdict: null }

/** How the microphone sounds now. */
export function useVerdict(track: MediaStreamTrack | undefined, ear = listen): Heard {
  const [heard, setHeard] = useState(NOTHING)
  useEffect(() => {
    if (track === undefined) return
    const frames: Frame[] = []
    const leave = ear(track, (frame) => {
      frames.push(frame)
      if (frames.length > JUDGED_FRAMES) frames.shift()
      const [steps, verdict] = [stepsOf(frame), judge(frames)]
      setHeard((last) =>
        last.steps === steps && (verdict === null || verdict === last.verdict)
          ? last
          : { steps, verdict: verdict ?? last.verdict },
      )
    })
    return () => {
      leave()
      setHeard(NOTHING)
    }
  }, [track, ear])
  return heard
}
