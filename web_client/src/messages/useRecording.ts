import { useEffect, useRef, useState } from 'react'
import { failureOf, type MicrophoneFailure } from '../microphone/failure'
import { MAX_SECONDS, Recorder } from './recorder'

const TICK_MILLISECONDS = 250

export interface Recording {
  status: 'idle' | 'asking' | 'recording'
  seconds: number
  track: MediaStreamTrack | undefined
  failure: MicrophoneFailure | null
  begin: () => void
  /** Ends it; `onRecorded` gets what was said. */
  finish: () => void
  cancel: () => void
}

/** One recording after another. At the longest length a recording ends by itself, and is handed over. */
export function useRecording(deviceId: string | null, onRecorded: (recording: Blob) => void): Recording {
  const [status, setStatus] = useState<Recording['status']>('idle')
  const [seconds, setSeconds] = useState(0)
  const [track, setTrack] = useState<MediaStreamTrack | undefined>(undefined)
  const [failure, setFailure] = useState<MicrophoneFailure | null>(null)
  const recorder = useRef<Recorder | null>(null)
  const wanted = useRef(false)

  const rest = () => {
    wanted.current = false
    recorder.current = null
    setStatus('idle')
    setTrack(undefined)
  }
  const finish = () => {
    const current = recorder.current
    if (current === null) return
    rest()
    current.stop().then(onRecorded, (error: unknown) => {
      console.warn('a recording was lost', error)
      setFailure('stuck')
    })
  }
  const cancel = () => {
    recorder.current?.cancel()
    rest()
  }
  const begin = () => {
    if (wanted.current) return
    wanted.current = true
    setFailure(null)
    setSeconds(0)
    setStatus('asking')
    Recorder.begin(deviceId).then(
      (begun) => {
        if (!wanted.current) {
          begun.cancel()
          return
        }
        recorder.current = begun
        setTrack(begun.track)
        setStatus('recording')
      },
      (error: unknown) => {
        rest()
        setFailure(failureOf(error))
      },
    )
  }
  const finishing = useRef(finish)
  useEffect(() => {
    finishing.current = finish
  })
  useEffect(() => {
    if (status !== 'recording') return
    const since = performance.now()
    const timer = setInterval(() => {
      const now = (performance.now() - since) / 1000
      setSeconds(now)
      if (now >= MAX_SECONDS) finishing.current()
    }, TICK_MILLISECONDS)
    return () => {
      clearInterval(timer)
    }
  }, [status])
  useEffect(
    () => () => {
      wanted.current = false
      recorder.current?.cancel()
    },
    [],
  )
  return { status, seconds, track, failure, begin, finish, cancel }
}
