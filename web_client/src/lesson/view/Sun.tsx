import { useId, useRef } from 'react'
import { useTrackLevel } from '../room/useTrackLevel'
import type { SunState } from '../state/sunState'
import styles from './Sun.module.css'

interface SunProps {
  state: SunState
  tutorTrack: MediaStreamTrack | undefined
  learnerTrack: MediaStreamTrack | undefined
}

/** Five bars in the ring: the middle one moves most. Half heights at full level, in the drawing's units. */
const BARS = [22, 32, 44, 32, 22]

/** The wave through the sun, as loud as it gets; it is drawn flatter by the level. */
const WAVE =
  'M0 100H436C460 100 468 98 492 98C516 98 524 110 548 110C572 110 580 78 604 78C628 78 636 140 660 140C684 140 692 38 716 38C740 38 748 172 772 172C796 172 804 26 828 26C852 26 860 156 884 156C908 156 916 60 940 60C964 60 972 122 996 122C1020 122 1028 92 1052 92C1076 92 1084 102 1108 102C1132 102 1140 100 1164 100H1600'

/** Who speaks now, by shape: a ring with bars listens, a disc with a wave speaks. The words stand beside it. */
export function Sun({ state, tutorTrack, learnerTrack }: SunProps) {
  const drawing = useRef<HTMLDivElement>(null)
  const setLevel = (name: string, level: number) => drawing.current?.style.setProperty(name, level.toFixed(3))
  useTrackLevel(state === 'speaking' ? tutorTrack : undefined, (level) => setLevel('--tutor-level', level))
  useTrackLevel(state === 'listening' ? learnerTrack : undefined, (level) =>
    setLevel('--learner-level', level),
  )
  return (
    <div ref={drawing} className={styles['sun']} aria-hidden="true" data-testid="sun" data-state={state}>
      <svg viewBox="0 0 1600 200" key={state}>
        <Shape state={state} />
      </svg>
    </div>
  )
}

function Shape({ state }: { state: SunState }) {
  switch (state) {
    case 'coming':
      return <HalfSun className={styles['rising']} />
    case 'ended':
      return <HalfSun className={styles['sinking']} />
    case 'offline':
      return <HalfSun className={styles['set']} />
    case 'listening':
      return (
        <>
          <Still />
          <g className={styles['breath']}>
            <Ring />
            <path
              className={styles['mine']}
              d={BARS.map((_, index) => `M${764 + 18 * index} 100h.01`).join('')}
            />
            {BARS.map((height, index) => (
              <path
                key={index}
                className={styles['bar']}
                d={`M${764 + 18 * index} ${100 - height}v${2 * height}`}
              />
            ))}
          </g>
        </>
      )
    case 'waiting':
    case 'replaying':
      return (
        <>
          <Still />
          <Ring />
          <Closed />
        </>
      )
    case 'muted':
    case 'paused':
    case 'away':
      return (
        <>
          <Still />
          <Ring />
          <Closed />
          <path className={styles['slash']} d="M752 148L848 52" />
        </>
      )
    case 'thinking':
      return (
        <>
          <Still />
          <circle className={styles['disc']} cx="800" cy="100" r="74" />
          {[768, 800, 832].map((x) => (
            <circle key={x} className={styles['dot']} cx={x} cy="100" r="7" />
          ))}
        </>
      )
    case 'speaking':
      return <Speaking />
    case 'reconnecting':
      return (
        <>
          <circle className={styles['brokenRing']} cx="800" cy="100" r="72" />
          <path className={styles['brokenWave']} d="M752 100c10-22 22-22 32-6M848 100c-10 22-22 22-32 6" />
        </>
      )
  }
}

function Still() {
  return <path className={styles['still']} d="M0 100H712M888 100H1600" />
}

function Ring() {
  return (
    <>
      <circle className={styles['edge']} cx="800" cy="100" r="77" />
      <circle className={styles['ring']} cx="800" cy="100" r="71" />
      <circle className={styles['edge']} cx="800" cy="100" r="65" />
    </>
  )
}

/** Five points: no voice of mine goes through. */
function Closed() {
  return <path className={styles['mine']} d="M764 100h.01M782 100h.01M800 100h.01M818 100h.01M836 100h.01" />
}

function HalfSun({ className }: { className: string | undefined }) {
  const above = useId()
  return (
    <>
      <clipPath id={above}>
        <rect x="0" y="0" width="1600" height="150" />
      </clipPath>
      <g clipPath={`url(#${above})`}>
        <circle className={className} cx="800" cy="150" r="118" />
      </g>
      <path className={styles['horizon']} d="M0 150H1600" />
      <path className={styles['mirror']} d="M742 166h116M770 181h60" />
    </>
  )
}

/** The wave lies behind and, in a colour that shows on apricot, before the disc. */
function Speaking() {
  const inside = useId()
  return (
    <>
      <clipPath id={inside}>
        <circle cx="800" cy="100" r="74" />
      </clipPath>
      <circle className={styles['edge']} cx="800" cy="100" r="92" />
      <circle className={styles['disc']} cx="800" cy="100" r="74" />
      <path className={styles['wave']} d={WAVE} />
      <g clipPath={`url(#${inside})`}>
        <path className={styles['waveOnDisc']} d={WAVE} />
      </g>
    </>
  )
}
