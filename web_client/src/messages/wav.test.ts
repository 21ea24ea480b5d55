import { expect, it } from 'vitest'
import { wavOf } from './wav'

it('writes the head and the samples, clipped', async () => {
  const blob = wavOf(Float32Array.of(0, 0.5, -0.5, 2, -2), 16_000)
  const view = new DataView(await blob.arrayBuffer())
  const text = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)))
  expect([text(0), text(8), text(12), text(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data'])
  expect([view.getUint32(24, true), view.getUint32(28, true), view.getUint32(40, true)]).toEqual([
    16_000, 32_000, 10,
  ])
  expect([0, 1, 2, 3, 4].map((index) => view.getInt16(44 + index * 2, true))).toEqual([
    0, 16384, -16383, 32767, -32767,
  ])
  expect(blob.type).toBe('audio/wav')
})
