import {
  type KeyboardEvent,
  type ReactNode,
  type UIEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import { Button } from '../../parts/Button'
import type { CaptionMode } from '../../settings/settings'
import { useWords } from '../../words/useWords'
import { hidingOf } from '../state/hiding'
import type { Line } from '../state/lines'
import { CaptionLine } from './CaptionLine'
import styles from './Captions.module.css'

/** Scrolled up further than this, the learner is reading older lines. Pixels. */
const READING_BACK = 80

interface CaptionsProps {
  lines: readonly Line[]
  mode: CaptionMode
  /** The key of the one line that is open. */
  open: string | null
  onOpen: (key: string | null) => void
  /** What lies under the line that is open. */
  help: (line: Line) => ReactNode
}

/** What is said, newest at the bottom. The view follows unless the learner scrolled up. */
export function Captions({ lines, mode, open, onOpen, help }: CaptionsProps) {
  const { t } = useWords()
  const region = useRef<HTMLElement>(null)
  const [readingBack, setReadingBack] = useState(false)
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set())
  const [visited, setVisited] = useState<string | null>(null)
  const onScroll = ({ currentTarget }: UIEvent<HTMLElement>) => {
    setReadingBack(currentTarget.scrollTop < -READING_BACK) // column-reverse counts down from 0 at the bottom
  }
  const newest = lines.findLast((line) => line.role === 'tutor')
  const stop = lines.some(({ key }) => key === visited) ? visited : lines.at(-1)?.key
  const hidden = (line: Line) =>
    hidingOf(line, mode, { revealed: revealed.has(line.key), open: line.key === open })
  const press = useLatest((key: string) => {
    const line = lines.find((one) => one.key === key)
    if (line && hidden(line) === 'blurred') setRevealed(new Set([...revealed, key]))
    else onOpen(key === open ? null : key)
  })
  return (
    <div className={styles['frame']}>
      <section ref={region} className={styles['talk']} aria-label={t('captions.region')} onScroll={onScroll}>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- for the buttons in it */}
        <ol onKeyDown={moveBetweenLines}>
          {lines.map((line) => (
            <CaptionLine
              key={line.key}
              line={line}
              newest={line === newest}
              hiding={hidden(line)}
              open={line.key === open}
              stop={line.key === stop}
              onPress={press}
              onFocus={setVisited}
            >
              {line.key === open && help(line)}
            </CaptionLine>
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
              lineButtons(region.current).at(-1)?.focus({ preventScroll: true })
            }}
          >
            {t('captions.latest')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** The same function for a memoised child, whatever it has to know by now. */
function useLatest<Argument>(act: (argument: Argument) => void): (argument: Argument) => void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  return useCallback((argument: Argument) => {
    latest.current(argument)
  }, [])
}

function lineButtons(within: Element | null): HTMLElement[] {
  return [...(within?.querySelectorAll<HTMLElement>('[data-testid=line]') ?? [])]
}

/** Up and down, first and last; what lies open under a line is reached with Tab. */
function moveBetweenLines(event: KeyboardEvent<HTMLOListElement>): void {
  const buttons = lineButtons(event.currentTarget)
  const at = buttons.findIndex((button) => button === event.target)
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (at < 0 || to === undefined) return
  event.preventDefault()
  buttons[to]?.focus()
}
