import { expect, it } from 'vitest'
import { isBluetooth, microphonesOf } from './devices'

const device = (deviceId: string, label: string, kind: MediaDeviceKind = 'audioinput') => ({
  kind,
  deviceId,
  label,
})

it('lists real microphones once, by names that mean something', () => {
  expect(
    microphonesOf([
      device('default', 'Default - MacBook Pro Microphone (Built-in)'),
      device('communications', 'Communications - Headset (046d:0a4d)'),
      device('a', 'MacBook Pro Microphone (Built-in)'),
      device('b', 'Headset (046d:0a4d)'),
      device('c', 'FaceTime HD Camera', 'videoinput'),
      device('d', 'MacBook Pro Speakers', 'audiooutput'),
    ]),
  ).toEqual([
    { id: 'a', label: 'MacBook Pro Microphone (Built-in)' },
    { id: 'b', label: 'Headset' },
  ])
})

it('lists none before they may be known', () => {
  expect(microphonesOf([device('', ''), device('a', '')])).toEqual([])
})

it.each([
  ['AirPods Pro', true],
  ['Headset (WH-1000XM4 Hands-Free AG Audio)', true],
  ['MINJI’s Galaxy Buds2 (Bluetooth)', true],
  ['Built-in Audio Analog Stereo', false],
  ['마이크(USB Audio Device)', false],
])('judges by its name whether "%s" is Bluetooth', (label, expected) => {
  expect(isBluetooth(label)).toBe(expected)
})
