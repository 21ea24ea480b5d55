interface FakeDevice {
  deviceId: string
  label: string
}

export class FakeTrack {
  stopped = false
  onended: (() => void) | null = null

  constructor(public label: string) {}

  stop(): void {
    this.stopped = true
  }

  stream(): MediaStream {
    return { getAudioTracks: () => [this], getTracks: () => [this] } as unknown as MediaStream
  }
}

/** The microphones of a test's machine. */
export class FakeMediaDevices {
  devices: FakeDevice[] = []
  /** Given to who asks next. */
  track = new FakeTrack('Built-in')
  refuses: Error | null = null
  readonly asked: MediaStreamConstraints[] = []
  readonly listeners = new Set<() => void>()

  /** Into jsdom, which has no devices. To be deleted again after the test. */
  install(): this {
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: this })
    return this
  }

  getUserMedia(wanted: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(wanted)
    return this.refuses ? Promise.reject(this.refuses) : Promise.resolve(this.track.stream())
  }

  newTrack(label: string): void {
    this.track = new FakeTrack(label)
  }

  enumerateDevices(): Promise<unknown[]> {
    return Promise.resolve(this.devices.map((device) => ({ kind: 'audioinput', ...device })))
  }

  addEventListener(_: 'devicechange', listener: () => void): void {
    this.listeners.add(listener)
  }

  removeEventListener(_: 'devicechange', listener: () => void): void {
    this.listeners.delete(listener)
  }

  change(devices: FakeDevice[]): void {
    this.devices = devices
    this.listeners.forEach((listener) => {
      listener()
    })
  }
}
