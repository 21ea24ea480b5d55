import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage, settingsWith } from '../../test/page'
import { quietPlayer } from '../../test/quietPlayer'
import type { Line } from '../state/lines'
import { OpenedLine } from './OpenedLine'

const SPOKEN: Line = {
  key: 'segment-1',
  role: 'tutor',
  text: 'Good evening.',
  segmentId: 'segment-1',
  turn: null,
  growing: false,
  unconfirmed: false,
  awaitsCaption: false,
}

it.each([
  [true, 'Translating'],
  [false, 'Loading'],
])('says of a line that is not on record yet, with Korean help %s: %s', async (korean, words) => {
  await renderPage(<OpenedLine line={SPOKEN} calls={null} player={quietPlayer()} />, {
    settings: settingsWith({ korean }),
  })
  expect(screen.getByRole('status')).toHaveTextContent(words)
})
