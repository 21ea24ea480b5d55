import { renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { NOTHING_KNOWN } from '../state/lessonState'
import { usePaceHint } from './usePaceHint'

it.each([
  ['silence is fine', {}, 'listening', 'pace.unhurried'],
  ['nothing while the tutor speaks', {}, 'speaking', null],
  [
    'a change of pace, also while it speaks',
    { pace: { band: 'slow', changedAt: 5 } },
    'speaking',
    'pace.slow',
  ],
  ['no pace that was so before', { pace: { band: 'slow', changedAt: null } }, 'listening', 'pace.unhurried'],
  [
    'a scene that is ready before all',
    { pace: { band: 'slow', changedAt: 5 }, sceneMadeAt: 6 },
    'thinking',
    'scene.made',
  ],
  ['nothing while it reconnects', { sceneMadeAt: 6 }, 'reconnecting', null],
] as const)('says %s', (_, known, state, expected) => {
  const { result } = renderHook(() => usePaceHint({ ...NOTHING_KNOWN, ...known }, state))
  expect(result.current).toBe(expected)
})
