import { useQuery } from '@tanstack/react-query'
import { type Dispatch, useEffect, useReducer } from 'react'
import { lessonQuery } from '../../api/lessons'
import { type LessonAction, lessonReducer, type LessonState, NOTHING_KNOWN } from '../state/lessonState'

/** The lesson's state: the record first, then what the room tells; the record again where an event was missed. */
export function useLesson(lessonId: string): [LessonState, Dispatch<LessonAction>] {
  const [state, dispatch] = useReducer(lessonReducer, NOTHING_KNOWN)
  const { data, refetch } = useQuery({ ...lessonQuery(lessonId), refetchOnWindowFocus: false })
  useEffect(() => {
    if (data) dispatch({ type: 'record', lesson: data })
  }, [data])
  useEffect(() => {
    if (state.missed) void refetch()
  }, [state.missed, refetch])
  return [state, dispatch]
}
