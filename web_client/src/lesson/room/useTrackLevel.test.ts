import { expect, it } from 'vitest'
import { levelOf } from './useTrackLevel'

const tone = (amplitude: number) => Float32Array.from({ length: 1024 }, (_, i) => amplitude * Math.sin(i / 3))

it('is nothing for silence, full for loud speech, and spreads the quiet half', () => {
  expect(levelOf(new Float32Array(1024))).toBe(0)
  expect(levelOf(tone(0.9))).toBe(1)
  expect(levelOf(tone(0.07))).toBeGreaterThan(0.4)
  expect(levelOf(tone(0.07))).toBeLessThan(0.6)
})
