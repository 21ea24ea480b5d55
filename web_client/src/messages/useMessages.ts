import { useQuery } from '@tanstack/react-query'
import { use, useEffect, useReducer, useRef } from 'react'
import { CallError } from '../api/http'
import { lessonQuery } from '../api/lessons'
import type { Lesson, MessageAudio } from '../contract'
import type { Player } from '../sound/player'
import { type Content, type Message, newMessage, sendMessage } from './send'
import { begun, type Line, soundName, type Talk, talk } from './talk'
import { UnsentContext } from './unsent'

const LOOK_MILLISECONDS = 3000

export interface Messages {
  talk: Talk
  /** While another one is being answered it is kept, to be sent later. */
  send: (content: Content) => void
  /** Nothing happens while one is being answered; null asks the tutor to begin. */
  post: (message: Message | null) => void
  discard: (message: Message) => void
  hear: (line: Line) => void
  hush: () => void
  /** What sounds may end; nothing follows it. */
  still: () => void
}

/** A lesson by messages: what was said before, what is sent, what comes back and sounds. */
export function useMessages(lesson: Lesson, player: Player): Messages {
  const kept = use(UnsentContext)
  const [state, dispatch] = useReducer(talk, null, () => begun(lesson, kept.get(lesson.lesson_id) ?? []))
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
  const post = (message: Message | null) => {
    if (sending.current !== null) return
    const { signal } = (sending.current = new AbortController())
    const answer = (answers.current += 1)
    hush()
    dispatch({ type: 'sent', turnId: message?.turnId ?? null })
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
  const send = (content: Content) => {
    const message = newMessage(content)
    dispatch({ type: 'written', message })
    post(message)
  }
  const discard = ({ turnId }: Message) => {
    dispatch({ type: 'discarded', turnId })
  }
  useEffect(() => {
    kept.set(lesson.lesson_id, state.unsent)
  }, [kept, lesson.lesson_id, state.unsent])
  const { data: stored, dataUpdatedAt } = useQuery({
    ...lessonQuery(lesson.lesson_id),
    queryKey: ['lesson', lesson.lesson_id, 'stored'],
    gcTime: 0,
    enabled: state.looks > 0 && state.phase === 'idle',
    refetchInterval: ({ state: { error } }) =>
      !(error instanceof CallError && error.refused) && LOOK_MILLISECONDS,
  })
  useEffect(() => {
    if (dataUpdatedAt > 0 && stored) dispatch({ type: 'looked', lesson: stored })
  }, [stored, dataUpdatedAt])
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
  return { talk: state, send, post, discard, hear, hush, still }
}
