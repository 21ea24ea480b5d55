import styles from './Mark.module.css'

/** The tilde in the sun: the product's mark. */
export function Mark() {
  return (
    <svg className={styles['mark']} viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="15" fill="var(--voice)" />
      <path
        d="M5.5 18.5c3.6-8.4 8-7.6 10.5-3s6.9 5.4 10.5-3"
        fill="none"
        stroke="var(--on-voice)"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
    </svg>
  )
}
