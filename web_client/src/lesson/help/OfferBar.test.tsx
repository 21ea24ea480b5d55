import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { expectAccessible, renderPage } from '../../test/page'
import { OfferBar } from './OfferBar'

it.each([
  ['hint', 'hint-offer', 'onHint'],
  ['idle', 'idle-go-on', 'onGoOn'],
  ['idle', 'idle-finish', 'onFinish'],
] as const)('with %s offers %s, without taking the focus', async (offer, button, act) => {
  const acts = { onHint: vi.fn(), onGoOn: vi.fn(), onFinish: vi.fn() }
  const { container } = await renderPage(<OfferBar offer={offer} {...acts} after={{ current: null }} />)
  expect(document.body).toHaveFocus()
  await expectAccessible(container)
  await userEvent.click(screen.getByTestId(button))
  expect(acts[act]).toHaveBeenCalledOnce()
})
