import { type ReactNode, useId } from 'react'
import styles from './Figure.module.css'

interface FigureProps {
  title: string
  /** What it comes to, in a sentence. */
  says: string
  /** What to make of it. */
  why?: string
  children?: ReactNode
}

/** One of the lesson's numbers: first the sentence, then its picture and its table. */
export function Figure({ title, says, why, children }: FigureProps) {
  const id = useId()
  return (
    <figure className={styles['figure']} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className={styles['says']}>{says}</p>
      {why && <p className={styles['why']}>{why}</p>}
      {children}
    </figure>
  )
}
