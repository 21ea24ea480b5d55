import { useState } from 'react'
import { newMessage, sendMessage } from '../messages/send'
import { useRecording } from '../messages/useRecording'
import { Level } from '../microphone/Level'
import { useVerdict } from '../microphone/useVerdict'
import { Button } from '../parts/Button'
import { usePlayer } from '../sound/usePlayer'
import styles from './Debug.module.css'
import type { Note } from './useDebugRoom'

/** Record, play, send: what comes back is noted as it comes. Sending takes the lesson out of its room. */
export function DebugMessages({ lessonId, note }: { lessonId: string | null; note: Note }) {
  const [recorded, setRecorded] = useState<Blob | null>(null)
  const recording = useRecording(null, (blob) => {
    setRecorded(blob)
    note('page', 'recorded', { type: blob.type, bytes: blob.size })
  })
  const { steps } = useVerdict(recording.track)
  const { player } = usePlayer()
  const failed = (what: string) => (error: unknown) => {
    note('page', `${what} failed`, String(error))
  }
  const send = () => {
    if (lessonId === null || recorded === null) return
    sendMessage(
      lessonId,
      newMessage({ recording: recorded, keep: false }),
      (event) => {
        note('message', event.type, event)
      },
      new AbortController().signal,
    ).catch(failed('sending'))
  }
  return (
    <div className={styles['acts']}>
      <Button
        data-testid="debug-record"
        onPress={recording.status === 'recording' ? recording.finish : recording.begin}
      >
        {recording.status === 'recording' ? `Stop (${recording.seconds.toFixed(0)} s)` : 'Record'}
      </Button>
      <Button
        look="quiet"
        isDisabled={recorded === null}
        onPress={() => {
          player
            .play('recorded', () => recorded?.arrayBuffer() ?? Promise.reject(new Error('nothing')))
            .catch(failed('playing'))
        }}
      >
        Play
      </Button>
      <Button
        look="quiet"
        isDisabled={recorded === null || lessonId === null}
        data-testid="debug-send"
        onPress={send}
      >
        Send as a message
      </Button>
      {recording.track && <Level steps={steps} words={`${steps} of 10`} />}
    </div>
  )
}
