import { useEffect, useReducer, useRef } from 'react'
import { CallError } from '../api/http'
import type { Lesson, MessageAudio } from '../contract'
import type { Player } from '../sound/player'
import { type Outgoing, sendMessage } from './send'
import { begun, type Line, soundName, type Talk, talk } from './talk'

export interface Messages {
  talk: Talk
  /** Nothing happens while one is being answered. */
  send: (message: Outgoing) => void
  hear: (line: Line) => void
  hush: () => void
  /** What sounds may end; nothing follows it. */
  still: () => void
}

/** A lesson by messages: what was said before, what is sent, what comes back and sounds. */
export function useMessages(lesson: Lesson, player: Player): Messages {
  const [state, dispatch] = useReducer(talk, lesson, begun)
  const sounds = useRef(new Map<string, ArrayBuffer>())
  const sending = useRef<AbortController | null>(null)
  const answers = useRef(0)
  const playing = useRef({ run: 0, last: Promise.resolve() })

  const still = () => {
    playing.current = { run: playing.current.run + 1, last: Promise.resolve() }
  }
  const hush = () => {
    still()
    player.stop()
  }
  const play = (name: string) => {
    const { run, last } = playing.current
    const next = last.then(async () => {
      const sound = sounds.current.get(name)
      if (sound === undefined || playing.current.run !== run) return
      // Decoding takes the buffer away, and the line may be wanted again.
      await player.play(name, () => Promise.resolve(sound.slice(0)))
    })
    playing.current.last = next.catch((error: unknown) => {
      console.warn('a sentence could not be played', error)
    })
  }
  const keep = (answer: number, { sentence, data }: MessageAudio) => {
    const name = soundName(answer, sentence)
    sounds.current.set(name, Uint8Array.from(atob(data), (character) => character.charCodeAt(0)).buffer)
    play(name)
  }
  const send = (message: Outgoing) => {
    if (sending.current !== null) return
    const { signal } = (sending.current = new AbortController())
    const answer = (answers.current += 1)
    hush()
    dispatch({ type: 'sent', keeps: message !== null && 'recording' in message && message.keep })
    sendMessage(
      lesson.lesson_id,
      message,
      (event) => {
        if (event.type === 'message.audio') keep(answer, event)
        dispatch({ type: 'came', event })
      },
      signal,
    ).then(
      () => {
        sending.current = null
        dispatch({ type: 'settled' })
      },
      (error: unknown) => {
        if (signal.aborted) return
        sending.current = null
        dispatch({ type: 'failed', code: error instanceof CallError ? error.code : 'unreadable' })
      },
    )
  }
  useEffect(
    () => () => {
      sending.current?.abort()
      sending.current = null
    },
    [],
  )
  const hear = ({ sounds: names }: Line) => {
    hush()
    names.forEach(play)
  }
  return { talk: state, send, hear, hush, still }
}
