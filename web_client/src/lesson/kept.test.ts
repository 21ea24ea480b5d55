import { beforeEach, expect, it } from 'vitest'
import { KeptLesson } from './kept'

const NOTHING = { muted: false, draft: '', waiting: [] }

beforeEach(() => {
  sessionStorage.clear()
})

it('is there after a reload, for the same lesson alone', () => {
  const before = new KeptLesson('a')
  before.change({ muted: true })
  before.change({ draft: 'Could I', waiting: ['Hello'] })
  expect(new KeptLesson('a').read()).toEqual({ muted: true, draft: 'Could I', waiting: ['Hello'] })
  expect(new KeptLesson('b').read()).toEqual(NOTHING)
})

it('is gone with the lesson', () => {
  const lesson = new KeptLesson('a')
  lesson.change({ draft: 'Could I' })
  lesson.forget()
  lesson.change({ waiting: ['Hello'] })
  expect(lesson.read()).toEqual(NOTHING)
  expect(sessionStorage).toHaveLength(0)
})

it('has what waited back in the draft, in the order it was written', () => {
  const lesson = new KeptLesson('a')
  lesson.change({ draft: 'Could I', waiting: ['Hello', 'Two nights'] })
  lesson.takeBack()
  expect(new KeptLesson('a').read()).toEqual({
    ...NOTHING,
    draft: 'Hello\nTwo nights\nCould I',
  })
})

it.each(['', 'null', '{', '[]', '{"lesson_id":"a","muted":"yes","draft":3,"waiting":[1]}'])(
  'is nothing where "%s" lies in storage',
  (stored) => {
    sessionStorage.setItem('tutor.lesson', stored)
    expect(new KeptLesson('a').read()).toEqual(NOTHING)
  },
)

it('lasts until the reload where a browser stores nothing', () => {
  const lesson = new KeptLesson('a', () => {
    throw new Error('SecurityError')
  })
  lesson.change({ muted: true })
  expect(lesson.read().muted).toBe(true)
  lesson.forget()
  expect(lesson.read()).toEqual(NOTHING)
})
