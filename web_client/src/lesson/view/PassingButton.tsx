import { type ComponentProps, type RefObject, useRef } from 'react'
import { Button } from '../../parts/Button'
import { useFocusReturn } from '../hooks/useFocusReturn'

interface PassingButtonProps extends Omit<ComponentProps<typeof Button>, 'ref'> {
  /** Gets the focus when the button goes with it. */
  after: RefObject<HTMLElement | null>
}

/** A button that goes by itself, perhaps while the focus is on it. */
export function PassingButton({ after, ...rest }: PassingButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusReturn(button, after)
  return <Button {...rest} size="compact" ref={button} />
}
