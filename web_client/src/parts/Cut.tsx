import styles from './Cut.module.css'

/** The broken wave: here somebody stopped being heard. */
export function Cut({ words }: { words: string }) {
  return (
    <span className={styles['cut']}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M1.5 11c2-4.5 4-4.5 6-1.5M12.5 8.5c2 3 4 3 6-1.5M10 3.5v13" />
      </svg>
      {words}
    </span>
  )
}
