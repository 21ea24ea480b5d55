import { useEffect, useRef } from 'react'

const FRAMES_PER_SECOND = 12
const SAMPLES = 1024
/** Speech at a usual distance has an RMS of 0.02 to 0.2; the root spreads the quiet half, as ears do. */
const LOUD = 0.2

/** 0 for silence to 1 for loud speech, from samples between -1 and 1. */
export function levelOf(samples: Float32Array): number {
  const sum = samples.reduce((total, sample) => total + sample * sample, 0)
  return Math.min(1, Math.sqrt(Math.sqrt(sum / samples.length) / LOUD))
}

/** Tells how loud a track is, twelve times a second, while it is there; 0 when it goes. No React state: it would paint. */
export function useTrackLevel(track: MediaStreamTrack | undefined, onLevel: (level: number) => void): void {
  const listener = useRef(onLevel)
  useEffect(() => {
    listener.current = onLevel
  })
  useEffect(() => {
    if (track === undefined || typeof AudioContext === 'undefined') return
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = SAMPLES
    const source = context.createMediaStreamSource(new MediaStream([track]))
    source.connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const timer = setInterval(() => {
      if (context.state === 'suspended') void context.resume()
      analyser.getFloatTimeDomainData(samples)
      listener.current(levelOf(samples))
    }, 1000 / FRAMES_PER_SECOND)
    return () => {
      clearInterval(timer)
      source.disconnect()
      void context.close()
      listener.current(0)
    }
  }, [track])
}
