/** One recording of the microphone, as the server takes it: WebM where the browser makes it, else WAV. */
import { captureOf } from '../microphone/capture'
import { wavOf } from './wav'

/** The server's limit is five minutes; the last second is for the way there. */
export const MAX_SECONDS = 299
const WEBM = 'audio/webm;codecs=opus'
const WAV_RATE = 16_000

export class Recorder {
  readonly #stream: MediaStream
  readonly #recorder: MediaRecorder
  readonly #pieces: Blob[] = []

  private constructor(stream: MediaStream) {
    this.#stream = stream
    this.#recorder = MediaRecorder.isTypeSupported(WEBM)
      ? new MediaRecorder(stream, { mimeType: WEBM, audioBitsPerSecond: 32_000 })
      : new MediaRecorder(stream)
    this.#recorder.ondataavailable = ({ data }) => {
      this.#pieces.push(data)
    }
  }

  /** Fails as getUserMedia does. */
  static async begin(deviceId: string | null): Promise<Recorder> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: captureOf(deviceId) })
    const recorder = new Recorder(stream)
    recorder.#recorder.start(1000)
    return recorder
  }

  get track(): MediaStreamTrack | undefined {
    return this.#stream.getAudioTracks()[0]
  }

  async stop(): Promise<Blob> {
    await new Promise((resolve) => {
      this.#recorder.onstop = resolve
      this.#recorder.stop()
    })
    this.#letGo()
    const type = this.#recorder.mimeType
    const blob = new Blob(this.#pieces, { type })
    return type.includes('webm') ? blob : await asWav(blob)
  }

  cancel(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop()
    this.#letGo()
  }

  #letGo(): void {
    this.#stream.getTracks().forEach((track) => {
      track.stop()
    })
  }
}

/** Decoding resamples to the context's rate. */
async function asWav(blob: Blob): Promise<Blob> {
  const context = new OfflineAudioContext(1, 1, WAV_RATE)
  const sound = await context.decodeAudioData(await blob.arrayBuffer())
  const mono = new Float32Array(sound.length)
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1)
    sound.getChannelData(channel).forEach((sample, index) => {
      mono[index] = (mono[index] ?? 0) + sample / sound.numberOfChannels
    })
  return wavOf(mono, WAV_RATE)
}
