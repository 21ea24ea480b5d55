import type { Room } from 'livekit-client'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { Line } from '../state/lines'

const CHAT_TOPIC = 'lk.chat'

/**
 * Sends typed lines to the tutor that hears now (`hearing` is its identity). Text streams are not repeated to who comes
 * later: a line typed before a tutor is there waits, and one that its tutor took to the grave is sent to the next.
 * `onWaiting` gets the lines that nobody was sent yet.
 */
export function useOutbox(
  room: Room,
  lines: readonly Line[],
  hearing: string | null,
  onWaiting: (texts: readonly string[]) => void,
): void {
  const sentTo = useRef(new Map<string, string>())
  const keep = useEffectEvent(onWaiting)
  useEffect(() => {
    if (hearing === null) {
      keep(waitingIn(lines, sentTo.current))
      return
    }
    for (const { key, text, unconfirmed } of lines) {
      if (!unconfirmed || sentTo.current.get(key) === hearing) continue
      sentTo.current.set(key, hearing)
      room.localParticipant.sendText(text, { topic: CHAT_TOPIC }).catch((error: unknown) => {
        console.warn('a typed line was not sent', error)
        sentTo.current.delete(key)
      })
    }
    keep([])
  }, [room, lines, hearing])
}

function waitingIn(lines: readonly Line[], sentTo: ReadonlyMap<string, string>): readonly string[] {
  return lines.filter(({ key, unconfirmed }) => unconfirmed && !sentTo.has(key)).map(({ text }) => text)
}
