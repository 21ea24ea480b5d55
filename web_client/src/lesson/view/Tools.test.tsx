import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { expectAccessible, renderPage } from '../../test/page'
import type { Language } from '../../words/words'
import { NO_HELP } from '../help/helpState'
import type { Help } from '../help/useHelp'
import type { Typing } from '../hooks/useTyping'
import type { LearnersMicrophone } from '../room/useMicrophone'
import type { TalkPhase } from '../talk/talkState'
import type { Talk } from '../talk/useTalk'
import { Tools } from './Tools'

interface Case extends Partial<Pick<LearnersMicrophone, 'status' | 'muted' | 'taken'>> {
  talk?: TalkPhase
  language?: Language
}

async function dock({ talk, language = 'en', ...microphone }: Case) {
  const nothing = vi.fn()
  return renderPage(
    <Tools
      help={{ ...NO_HELP, toggle: nothing } as unknown as Help}
      hintOpener={null}
      typing={{ open: false } as Typing}
      typeOpener={null}
      onType={nothing}
      talk={talk ? ({ phase: talk } as Talk) : null}
      microphone={
        { status: 'open', muted: false, taken: null, ...microphone } as unknown as LearnersMicrophone
      }
      onMicrophone={nothing}
      speaking={false}
      onStop={nothing}
      onSettings={nothing}
    />,
    { language },
  )
}

it.each<[string, Case, string]>([
  ['an open one', {}, 'Mic on, press to turn off'],
  ['a muted one', { muted: true }, 'Mic off, press to turn on'],
  ['none', { status: 'none' }, 'Mic off, press to turn on'],
  ['one that a call has', { taken: 'call' }, 'Mic paused, back on after the call'],
  ['the same in Korean', { taken: 'call', language: 'ko' }, '마이크 멈춤, 전화가 끝나면 다시 켜져요'],
  ['one that is switched off', { taken: 'device' }, 'Mic paused, turned off by your device'],
  ['the same in Korean', { taken: 'device', language: 'ko' }, '마이크 멈춤, 기기에서 꺼져 있어요'],
  ['a muted one that a call has', { taken: 'call', muted: true }, 'Mic off, press to turn on'],
])('says of the microphone what is true: %s', async (_, microphone, words) => {
  const { container } = await dock(microphone)
  const button = screen.getByTestId('microphone')
  expect(button).toHaveAccessibleName(words)
  expect(button).toHaveAttribute('data-on', String(words.startsWith('Mic on')))
  expect(button).toHaveAttribute('aria-disabled', String(/paused|멈춤/.test(words)))
  await expectAccessible(container)
})

it.each<[string, Case, 'talk' | 'microphone']>([
  ['while it can be heard', { talk: 'idle' }, 'talk'],
  ['while a call has the microphone', { talk: 'idle', taken: 'call' }, 'microphone'],
  ['until it is let go, whatever came meanwhile', { talk: 'held', taken: 'call' }, 'talk'],
])('%s, who talks by button sees the button: %o', async (_, microphone, seen) => {
  await dock(microphone)
  expect(screen.queryAllByTestId(/^(talk|microphone)$/).map(({ dataset }) => dataset['testid'])).toEqual([
    seen,
  ])
})
