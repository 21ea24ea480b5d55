import { useEffect } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { leftIn } from './left'

/** Longer than a lesson waits for its learner (60 s). What runs then runs elsewhere. */
const ENDING_MILLISECONDS = 90_000

/**
 * True for who has just left the lesson, until it `ended` or should have. Forgotten in the browser's history, too: who
 * comes back to the page may have continued the lesson.
 */
export function useJustLeft(ended: boolean): boolean {
  const { pathname, state } = useLocation() as { pathname: string; state: unknown }
  const navigate = useNavigate()
  const left = leftIn(state)
  useEffect(() => {
    if (!left) return
    const timer = setTimeout(
      () => void navigate(pathname, { replace: true, state: null }),
      ended ? 0 : ENDING_MILLISECONDS,
    )
    return () => {
      clearTimeout(timer)
    }
  }, [left, ended, navigate, pathname])
  return left
}
