import styles from './Cut.module.css'

const SHAPES = {
  /** The broken wave: here somebody stopped being heard. */
  wave: 'M1.5 11c2-4.5 4-4.5 6-1.5M12.5 8.5c2 3 4 3 6-1.5M10 3.5v13',
  /** The shield: here the tutor was stopped, for the learner's sake. */
  shield: 'M10 2.5l6 2v5c0 4-2.5 6.5-6 8-3.5-1.5-6-4-6-8v-5zM7.25 9.75h5.5',
}

interface CutProps {
  words: string
  shape?: keyof typeof SHAPES
}

/** Where a line ends before its end, and why. */
export function Cut({ words, shape = 'wave' }: CutProps) {
  return (
    <span className={styles['cut']} data-testid="cut" data-shape={shape}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={SHAPES[shape]} />
      </svg>
      {words}
    </span>
  )
}
