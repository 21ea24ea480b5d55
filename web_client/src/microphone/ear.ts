import { type Frame, frameOf, FRAMES_PER_SECOND } from './judging'

/** 43 ms at 48 kHz: nearly all of the time between two frames. */
const SAMPLES = 2048

/** Measures a track until the returned function is called. */
export function listen(track: MediaStreamTrack, onFrame: (frame: Frame) => void): () => void {
  if (typeof AudioContext === 'undefined') return () => undefined
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = SAMPLES
  const source = context.createMediaStreamSource(new MediaStream([track]))
  source.connect(analyser)
  const samples = new Float32Array(SAMPLES)
  const timer = setInterval(() => {
    if (context.state !== 'running') {
      void context.resume() // until then an analyser reads zeros, which are not the microphone's
      return
    }
    analyser.getFloatTimeDomainData(samples)
    onFrame(frameOf(samples))
  }, 1000 / FRAMES_PER_SECOND)
  return () => {
    clearInterval(timer)
    source.disconnect()
    void context.close()
  }
}
