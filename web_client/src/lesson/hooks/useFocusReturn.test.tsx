import { render, screen } from '@testing-library/react'
import { type RefObject, useRef } from 'react'
import { expect, it } from 'vitest'
import { useFocusReturn } from './useFocusReturn'

function Panel({ opener }: { opener: RefObject<HTMLElement | null> }) {
  const panel = useRef<HTMLDivElement>(null)
  useFocusReturn(panel, opener)
  return (
    <div ref={panel}>
      <button type="button">inside</button>
    </div>
  )
}

function Page({ open }: { open: boolean }) {
  const opener = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button type="button" ref={opener}>
        opener
      </button>
      <button type="button">elsewhere</button>
      {open && <Panel opener={opener} />}
    </>
  )
}

it.each([
  ['inside', 'opener'],
  ['elsewhere', 'elsewhere'],
])('leaves the focus from %s on %s', (at, expected) => {
  const { rerender } = render(<Page open />)
  screen.getByText(at).focus()
  rerender(<Page open={false} />)
  expect(screen.getByText(expected)).toHaveFocus()
})
