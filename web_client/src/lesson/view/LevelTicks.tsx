import { useState } from 'react'
import { useTrackLevel } from '../room/useTrackLevel'
import styles from './Dock.module.css'

const TICKS = 17
const GAP_DEGREES = 64

/** A ring of ticks around the big button, open at the bottom: the learner's own level. */
export function LevelTicks({ track }: { track: MediaStreamTrack | undefined }) {
  const [lit, setLit] = useState(0)
  useTrackLevel(track, (level) => {
    setLit(Math.round(level * TICKS))
  })
  return (
    <svg className={styles['level']} viewBox="-54 -54 108 108" aria-hidden="true">
      {Array.from({ length: TICKS }, (_, index) => (
        <path
          key={index}
          className={index < lit ? styles['lit'] : undefined}
          d="M0 46.5v3"
          transform={`rotate(${GAP_DEGREES / 2 + (index * (360 - GAP_DEGREES)) / (TICKS - 1)})`}
        />
      ))}
    </svg>
  )
}
