import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { turn } from '../../test/lessons'
import { renderPage } from '../../test/page'
import type { ShownNotice } from '../state/currentNotice'
import { withCaption, withTurn } from '../state/lines'
import { Announcer } from './Announcer'

const lines = withCaption(withTurn([], turn(1, 'tutor', 'Good evening.')), {
  segmentId: 's',
  role: 'tutor',
  text: 'Your',
  final: false,
})
const usual = {
  ready: 'state.ready',
  notice: null,
  state: 'listening',

  lines,
  help: null,
  silent: false,
} as const
const denied: ShownNotice = { code: 'microphone_denied', text: 'mic.denied_body', acts: [], urgent: true }

it('says ready and muted, but not each turn of listening and speaking', async () => {
  await renderPage(<Announcer {...usual} state="speaking" />)
  expect(screen.getByRole('status')).toHaveTextContent('You can speak now')
})

it('alerts for what is urgent', async () => {
  await renderPage(<Announcer {...usual} notice={denied} ready="state.muted" />)
  expect(screen.getByRole('alert')).toHaveTextContent('Allow the microphone')
  expect(screen.getByRole('status')).toHaveTextContent('Your microphone is off')
})

it('reads the tutor’s last whole line, not the growing one', async () => {
  await renderPage(<Announcer {...usual} lines={lines} />)
  expect(screen.getByRole('log')).toHaveTextContent(/^Good evening\.$/)
})

it('tells of a hint, after what is wrong and before what is usual', async () => {
  const { unmount } = await renderPage(<Announcer {...usual} help="Yes, please." />)
  expect(screen.getByRole('status')).toHaveTextContent('Yes, please.')
  unmount()
  const slow: ShownNotice = { code: 'coming_slow', text: 'notice.coming_slow', acts: [], urgent: false }
  await renderPage(<Announcer {...usual} notice={slow} help="Yes, please." />)
  expect(screen.getByRole('status')).toHaveTextContent('The tutor is a little late')
})
