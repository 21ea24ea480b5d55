interface FakeDevice {
  deviceId: string
  label: string
}

/** The microphones of a test's machine. */
export class FakeMediaDevices {
  devices: FakeDevice[] = []
  readonly listeners = new Set<() => void>()

  /** Into jsdom, which has no devices. To be deleted again after the test. */
  install(): this {
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: this })
    return this
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
