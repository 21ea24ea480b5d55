import { type Room, Track } from 'livekit-client'
import { useEffect, useState } from 'react'
import { arrivals, listenOn, NOT_LISTENED } from './arrivals'

const LOOK_MILLISECONDS = 500
/** Longer than the browser's own checks are apart (2.5 s). */
const DEAD_MILLISECONDS = 3500
/** The browser itself says that there is no network: less proof is needed. */
const DEAD_OFFLINE_MILLISECONDS = 1000

/** True while the room seems to be there, but nothing comes from it. */
export function useDeadLine(room: Room, connected: boolean): boolean {
  const [dead, setDead] = useState(false)
  useEffect(() => {
    if (!connected) return
    let listening = NOT_LISTENED
    let last = performance.now()
    const look = async () => {
      const now = performance.now()
      const passed = now - last
      last = now
      listening = listenOn(listening, await countOf(room), passed)
      setDead(listening.quiet >= (navigator.onLine ? DEAD_MILLISECONDS : DEAD_OFFLINE_MILLISECONDS))
    }
    const timer = setInterval(() => void look(), LOOK_MILLISECONDS)
    return () => {
      clearInterval(timer)
      setDead(false)
    }
  }, [room, connected])
  return connected && dead
}

/** Any track of the room knows its connection. Before there is one, nothing is known. */
async function countOf(room: Room): Promise<number | null> {
  const participants = [...room.remoteParticipants.values(), room.localParticipant]
  const track = participants
    .map((participant) => participant.getTrackPublication(Track.Source.Microphone)?.audioTrack)
    .find((known) => known !== undefined)
  try {
    const report = await track?.getRTCStatsReport()
    return report === undefined ? null : arrivals(report.values() as Iterable<Record<string, unknown>>)
  } catch {
    return null // the track is being replaced
  }
}
