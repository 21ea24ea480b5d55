import { renderHook } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { summary } from '../../test/lessons'
import { changeLanguage, startWords } from '../../words/words'
import { NOTHING_KNOWN } from '../state/lessonState'
import { useLessonTitle } from './useLessonTitle'

const known = { ...NOTHING_KNOWN, lesson: summary(), scenario: summary().scenario }

beforeEach(async () => {
  await startWords()
  await changeLanguage('en')
})

it.each([
  ['before the record is read', NOTHING_KNOWN, 'Loading'],
  ['while the scene is made', { ...known, stage: 'scenario' }, 'Making a scene'],
  ['in the scene', { ...known, stage: 'roleplay' }, 'Checking in'],
] as const)('is, %s', (_, state, expected) => {
  expect(renderHook(() => useLessonTitle(state)).result.current).toBe(expected)
})
