import { expect, it } from 'vitest'
import { arrivals, listenOn, NOT_LISTENED } from './arrivals'

it.each([
  [
    'what arrives, however it is reported',
    [
      { type: 'inbound-rtp', packetsReceived: 5 },
      { type: 'candidate-pair', packetsReceived: 7, responsesReceived: 2 },
      { type: 'transport', packetsReceived: 7 },
    ],
    21,
  ],
  [
    'not what is sent, nor anything else',
    [{ type: 'outbound-rtp', packetsSent: 9 }, { type: 'codec' }],
    null,
  ],
  ['nothing where the browser does not count', [{ type: 'inbound-rtp' }], null],
])('counts %s', (_, stats, expected) => {
  expect(arrivals(stats)).toBe(expected)
})

const listening = (...looks: [count: number | null, passed: number][]) =>
  looks.reduce((state, [count, passed]) => listenOn(state, count, passed), NOT_LISTENED).quiet

it.each<[string, [number | null, number][], number]>([
  [
    'grows while nothing comes',
    [
      [10, 500],
      [10, 500],
      [10, 500],
    ],
    1000,
  ],
  [
    'ends with the first packet',
    [
      [10, 500],
      [10, 500],
      [11, 500],
    ],
    0,
  ],
  [
    'ends with a new connection, which counts anew',
    [
      [10, 500],
      [10, 500],
      [2, 500],
    ],
    0,
  ],
  [
    'is not known where nothing is counted',
    [
      [10, 500],
      [null, 500],
      [null, 500],
    ],
    0,
  ],
  [
    'is not the time that the page slept',
    [
      [10, 500],
      [10, 3_600_000],
    ],
    1000,
  ],
])('the quiet %s', (_, looks, expected) => {
  expect(listening(...looks)).toBe(expected)
})
