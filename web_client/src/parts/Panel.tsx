import { type ReactNode, type Ref, useContext, useState } from 'react'
import { DisclosurePanel, DisclosureStateContext } from 'react-aria-components'

interface PanelProps {
  ref?: Ref<HTMLDivElement>
  className?: string
  children: ReactNode
}

/** What a disclosure opens; made when it is first opened, for a page is sooner there without what nobody asked for. */
export function Panel({ ref, className = '', children }: PanelProps) {
  const open = useContext(DisclosureStateContext)?.isExpanded ?? false
  const [made, setMade] = useState(open)
  if (open && !made) setMade(true)
  return (
    <DisclosurePanel ref={ref} className={className}>
      {made && children}
    </DisclosurePanel>
  )
}
