/** The microphones that a learner may choose from. */

export interface MicrophoneDevice {
  id: string
  label: string
}

type Device = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>

/** What Chromium lists beside the real ones: doubles of the one that the system has chosen. */
const DOUBLES = ['default', 'communications']

/** Real microphones with their names. Before the learner has allowed one, browsers tell neither ids nor names: none. */
export function microphonesOf(devices: readonly Device[]): MicrophoneDevice[] {
  return devices
    .filter(({ kind, deviceId, label }) => kind === 'audioinput' && deviceId !== '' && label !== '')
    .filter(({ deviceId }) => !DOUBLES.includes(deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label: nameOf(label) }))
}

/** "Headset (046d:0a4d)" → "Headset": the numbers of maker and product say nothing to a learner. */
export function nameOf(label: string): string {
  return label.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '')
}

/** By its name, for nothing else tells it. */
export function isBluetooth(label: string): boolean {
  return /bluetooth|블루투스|hands-?free|airpods|buds/i.test(label)
}
