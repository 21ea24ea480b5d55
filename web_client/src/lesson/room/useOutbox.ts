import type { Room } from 'livekit-client'
import { useEffect, useRef } from 'react'
import type { Line } from '../state/lines'

const CHAT_TOPIC = 'lk.chat'

/**
 * Sends typed lines to the tutor that hears now (`hearing` is its identity). Text streams are not repeated to who comes
 * later: a line typed before a tutor is there waits, and one that its tutor took to the grave is sent to the next.
 */
export function useOutbox(room: Room, lines: readonly Line[], hearing: string | null): void {
  const sentTo = useRef(new Map<string, string>())
  useEffect(() => {
    if (hearing === null) return
    for (const { key, text, unconfirmed } of lines) {
      if (!unconfirmed || sentTo.current.get(key) === hearing) continue
      sentTo.current.set(key, hearing)
      room.localParticipant.sendText(text, { topic: CHAT_TOPIC }).catch((error: unknown) => {
        console.warn('a typed line was not sent', error)
        sentTo.current.delete(key)
      })
    }
  }, [room, lines, hearing])
}
