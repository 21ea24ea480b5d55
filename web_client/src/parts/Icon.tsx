import type { ReactNode } from 'react'
import styles from './Icon.module.css'

const SHAPES = {
  sunrise: <path d="M3 16h18M6.5 16a5.5 5.5 0 0 1 11 0M12 4v2.5M4.5 8l1.8 1.6M19.5 8l-1.8 1.6M8 20h8" />,
  scenes: (
    <>
      <rect x="4" y="4" width="7" height="7" rx="2" />
      <rect x="13" y="4" width="7" height="7" rx="2" />
      <rect x="4" y="13" width="7" height="7" rx="2" />
      <rect x="13" y="13" width="7" height="7" rx="2" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 7.5V12l3 2" />
    </>
  ),
  microphone: (
    <>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
    </>
  ),
  microphoneOff: (
    <>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M4 3.5l16 17" />
    </>
  ),
  type: <path d="M4 6.5h16M4 12h10M4 17.5h7M18 12v7M15.5 19h5M15.5 12h5" />,
  stop: <rect x="6" y="6" width="12" height="12" rx="3" />,
  hint: (
    <path d="M9 17.5h6M10 21h4M7.6 13.6A6 6 0 1 1 16.4 13.6c-.9.8-1.4 1.6-1.4 2.4v1.5H9V16c0-.8-.5-1.6-1.4-2.4Z" />
  ),
  settings: (
    <>
      <path d="M4 7h9M18 7h2M4 17h2M11 17h9" />
      <circle cx="15.5" cy="7" r="2.5" />
      <circle cx="8.5" cy="17" r="2.5" />
    </>
  ),
  play: <path d="M8 5.5v13l10.5-6.5Z" />,
  playSlowly: <path d="M11 5.5v13l8.5-6.5ZM5 6v12" />,
  right: <path d="m9.5 5.5 6.5 6.5-6.5 6.5" />,
  down: <path d="m5.5 9.5 6.5 6.5 6.5-6.5" />,
  up: <path d="M12 19V5.5M6 11.5l6-6 6 6" />,
  download: <path d="M12 4v11.5M6.5 10l5.5 5.5 5.5-5.5M5 20h14" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  bin: <path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5" />,
  search: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5" />
    </>
  ),
  voice: <path d="M3 14c2.2-6.5 6-6.5 9-2s6.8 4.5 9-2" />,
  listening: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M8.5 11.5v1M12 9.5v5M15.5 11v2" />
    </>
  ),
  dots: <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" />,
  broken: (
    <path d="M12 3.5a8.5 8.5 0 0 1 7.8 5.1M20.5 12.5a8.5 8.5 0 0 1-5.3 7.3M11 20.4a8.5 8.5 0 0 1-7-5.4M3.6 11a8.5 8.5 0 0 1 4.8-6.6" />
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof SHAPES

/** Always decoration: what it says is said in words beside it. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg className={small ? styles['small'] : styles['icon']} viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  )
}
