import { type LocalAudioTrack, TrackEvent } from 'livekit-client'

/** A device that went away and what is used instead: their names, as the browser gives them. */
export interface Replaced {
  from: string
  to: string
}

interface CareParts {
  onReplaced: (replaced: Replaced) => void
  /** There is none to use instead. */
  onLost: () => void
  wait?: (milliseconds: number) => Promise<void>
}

/** livekit-client (2.22) takes the system's own device when one ends; that is done or has failed by then. */
const REPLACED_MILLISECONDS = 3000

/** Watches over a track whose device may be unplugged or run out of power (Bluetooth). */
export function careForDevice(track: LocalAudioTrack, { onReplaced, onLost, wait = pause }: CareParts): void {
  let lost: string | null = null
  track.on(TrackEvent.Ended, () => {
    lost = track.mediaStreamTrack.label
    // Silent now, it is left alone by livekit-client until it is to be heard: then with the system's own device.
    if (track.isMuted) void track.setDeviceId('default')
    else
      void wait(REPLACED_MILLISECONDS).then(() => {
        if (track.mediaStreamTrack.readyState === 'ended') onLost()
      })
  })
  track.on(TrackEvent.Restarted, () => {
    const to = track.mediaStreamTrack.label
    if (lost !== null && lost !== to) onReplaced({ from: lost, to })
    lost = null
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
