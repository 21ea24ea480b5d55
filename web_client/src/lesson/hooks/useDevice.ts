import { type Dispatch, useEffect, useRef, useSyncExternalStore } from 'react'
import { droppedWords } from '../../microphone/checkWords'
import { useSettings } from '../../settings/useSettings'
import type { Microphone } from '../room/microphone'
import type { LessonAction } from '../state/lessonState'

/** The microphone that the learner chose, also in the middle; and what is said when one goes away by itself. */
export function useDevice(microphone: Microphone, dispatch: Dispatch<LessonAction>): void {
  const [{ microphone: device }, change] = useSettings()
  const before = useRef(device)
  useEffect(() => {
    const last = before.current
    before.current = device
    void microphone.use(device).then((had) => {
      if (had) return
      dispatch({ type: 'notify', code: 'choice_failed', text: 'notice.failed', now: performance.now() })
      if (before.current === device) change({ microphone: last })
    })
    // `change` is another function each time and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [microphone, device, dispatch])

  const replaced = useSyncExternalStore(microphone.subscribe, microphone.replaced)
  useEffect(() => {
    if (replaced === null) return
    const [key, parameters] = droppedWords(replaced.from, replaced.to)
    dispatch({
      type: 'notify',
      code: 'microphone_replaced',
      text: { key, with: parameters },
      now: performance.now(),
    })
  }, [replaced, dispatch])
}
