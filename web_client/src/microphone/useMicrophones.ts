import { useEffect, useState } from 'react'
import { type MicrophoneDevice, microphonesOf } from './devices'

/** The microphones there are, as they come and go. `allowed`: their names may be known now. */
export function useMicrophones(allowed: boolean): MicrophoneDevice[] {
  const [microphones, setMicrophones] = useState<MicrophoneDevice[]>([])
  useEffect(() => {
    // Not there where the page is not on https.
    const media = navigator.mediaDevices as MediaDevices | undefined
    if (media === undefined) return
    let left = false
    const look = () => {
      media
        .enumerateDevices()
        .then((devices) => {
          if (!left) setMicrophones(microphonesOf(devices))
        })
        .catch((error: unknown) => {
          console.warn('devices were not listed', error)
        })
    }
    look()
    media.addEventListener('devicechange', look)
    return () => {
      left = true
      media.removeEventListener('devicechange', look)
    }
  }, [allowed])
  return microphones
}
