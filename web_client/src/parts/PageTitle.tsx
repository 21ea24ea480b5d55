import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { NavigationType, useNavigationType } from 'react-router'
import { useWords } from '../words/useWords'

interface PageTitleProps {
  /** For the browser's tab, where it is not the heading itself. */
  title: string
  className?: string | undefined
  /** For who moves the focus back to the page's beginning. */
  ref?: RefObject<HTMLHeadingElement | null>
  children?: ReactNode
}

/** The page's one h1. It names the tab, and takes the focus when the learner came here by a link or button. */
export function PageTitle({ title, className, ref, children }: PageTitleProps) {
  const { t } = useWords()
  const own = useRef<HTMLHeadingElement>(null)
  const heading = ref ?? own
  const came = useNavigationType()
  useEffect(() => {
    if (came !== NavigationType.Pop) heading.current?.focus()
  }, [came, heading])
  return (
    <>
      <title>{`${title} · ${t('app.name')}`}</title>
      <h1 ref={heading} tabIndex={-1} className={className}>
        {children ?? title}
      </h1>
    </>
  )
}
