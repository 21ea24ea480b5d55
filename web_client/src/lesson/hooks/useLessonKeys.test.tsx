import { fireEvent, renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useLessonKeys } from './useLessonKeys'
import type { LessonTools } from './useLessonTools'

interface Open {
  talking?: boolean
  sounding?: boolean
  card?: boolean
  line?: boolean
  typing?: boolean
}

function keys(
  { talking = false, sounding = false, card = false, line = false, typing = false }: Open = {},
  dialogOpen = false,
) {
  const done: string[] = []
  const act = (name: string) => () => done.push(name)
  const tools = {
    talk: { phase: talking ? 'held' : 'idle', presses: { cancel: act('cancel talk') } },
    again: { busy: sounding, player: { stop: act('stop sound') } },
    help: { card: { status: card ? 'shown' : 'closed' }, close: act('close card'), toggle: act('hint') },
    openLine: { key: line ? 'a' : null, show: act('close line') },
    lastLine: { toggle: act('korean'), hear: act('again'), hearSlowly: act('slowly') },
    typing: { open: typing, toggle: act('close typing') },
  } as unknown as LessonTools
  const acts = {
    type: act('type'),
    microphone: act('microphone'),
    stop: act('stop'),
    end: act('end'),
    settings: act('settings'),
  }
  renderHook(() => {
    useLessonKeys(tools, acts, dialogOpen)
  })
  return done
}

it('does by key what the dock and the lines do', () => {
  const done = keys()
  for (const code of ['KeyT', 'KeyM', 'KeyS', 'KeyE', 'KeyH', 'KeyK', 'KeyR', 'KeyL', 'Slash'])
    fireEvent.keyDown(document.body, { code })
  expect(done).toEqual(['type', 'microphone', 'stop', 'end', 'hint', 'korean', 'again', 'slowly', 'settings'])
})

it.each<[string, Open]>([
  ['cancel talk', { talking: true, card: true, line: true, typing: true }],
  ['stop sound', { sounding: true, card: true, line: true, typing: true }],
  ['close card', { card: true, line: true, typing: true }],
  ['close line', { line: true, typing: true }],
  ['close typing', { typing: true }],
  ['stop', {}],
])('Escape is for the nearest: %s', (expected, open) => {
  const done = keys(open)
  fireEvent.keyDown(document.body, { key: 'Escape' })
  expect(done).toEqual([expected])
})

it('leaves the keys to a dialog', () => {
  const done = keys({ card: true }, true)
  fireEvent.keyDown(document.body, { code: 'KeyH' })
  fireEvent.keyDown(document.body, { key: 'Escape' })
  expect(done).toEqual([])
})
