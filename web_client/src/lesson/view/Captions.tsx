import { type UIEvent, useRef, useState } from 'react'
import { Button } from '../../parts/Button'
import { useWords } from '../../words/useWords'
import type { Line } from '../state/lines'
import { CaptionLine } from './CaptionLine'
import styles from './Captions.module.css'

/** Scrolled up further than this, the learner is reading older lines. Pixels. */
const READING_BACK = 80

/** What is said, newest at the bottom. The view follows unless the learner scrolled up. */
export function Captions({ lines }: { lines: readonly Line[] }) {
  const { t } = useWords()
  const region = useRef<HTMLElement>(null)
  const [readingBack, setReadingBack] = useState(false)
  const onScroll = ({ currentTarget }: UIEvent<HTMLElement>) => {
    setReadingBack(currentTarget.scrollTop < -READING_BACK) // column-reverse counts down from 0 at the bottom
  }
  const newest = lines.findLast((line) => line.role === 'tutor')
  return (
    <div className={styles['frame']}>
      <section
        ref={region}
        className={styles['talk']}
        aria-label={t('captions.region')}
        tabIndex={0}
        onScroll={onScroll}
      >
        <ol>
          {lines.map((line) => (
            <CaptionLine key={line.key} line={line} newest={line === newest} />
          ))}
        </ol>
      </section>
      {readingBack && (
        <div className={styles['latest']}>
          <Button
            look="soft"
            size="compact"
            onPress={() => {
              region.current?.scrollTo({ top: 0 })
              region.current?.focus()
            }}
          >
            {t('captions.latest')}
          </Button>
        </div>
      )}
    </div>
  )
}
