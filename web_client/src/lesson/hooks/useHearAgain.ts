import type { Room } from 'livekit-client'
import { useEffect } from 'react'
import type { Player } from '../../sound/player'
import { usePlayer } from '../../sound/usePlayer'
import type { Microphone } from '../room/microphone'

/** The tutor goes on, so quietly that the other sound is understood; at 0 livekit-client 2.22 forgets the volume. */
const DUCKED = 0.1

export interface HearAgain {
  player: Player
  /** Something is heard again, or is about to. */
  busy: boolean
  /** It sounds now: the microphone is silent. */
  sounding: boolean
}

/**
 * A line or a hint, heard while the lesson goes on: the microphone is silent meanwhile, for not every echo is
 * cancelled and the tutor would answer its own words; the tutor's voice steps back.
 */
export function useHearAgain(room: Pick<Room, 'remoteParticipants'>, microphone: Microphone): HearAgain {
  const { player, playing } = usePlayer()
  const sounding = playing?.status === 'playing'
  useEffect(() => {
    if (!sounding) return
    const setVolume = (volume: number) => {
      room.remoteParticipants.forEach((participant) => {
        participant.setVolume(volume)
      })
    }
    void microphone.silence('replay', true)
    setVolume(DUCKED)
    return () => {
      setVolume(1)
      void microphone.silence('replay', false)
    }
  }, [sounding, room, microphone])
  return { player, busy: playing !== null, sounding }
}
