import { describe, expect, it } from 'vitest'
import { type Frame, frameOf, judge, JUDGED_FRAMES, stepsOf } from './judging'

const level = (decibels: number, crest = 4): Frame => {
  const rms = 10 ** (decibels / 20)
  return { rms, peak: Math.min(1, rms * crest) }
}

const steady = (decibels: number, frames = JUDGED_FRAMES) =>
  Array.from({ length: frames }, () => level(decibels))

/** Syllables of 0.2 s with dips between, words of three of them, half a second of pause: `voice` over `floor`, in dB. */
function speech(voice: number, floor: number, frames = JUDGED_FRAMES, crest = 4): Frame[] {
  const word = [-6, 0, -2, -14, -4, -1, -3, -16, -5, 0, -3, -10]
  const shape = [...word.map((dip) => Math.max(voice + dip, floor)), ...Array<number>(10).fill(floor)]
  return Array.from({ length: frames }, (_, index) => level(shape[index % shape.length] ?? floor, crest))
}

describe('judge', () => {
  it.each([
    ['a sentence at the desk', speech(-20, -65), 'good'],
    ['a sentence in a quiet room, gain control at its end', speech(-36, -70), 'good'],
    ['one word after three seconds', [...steady(-70, 60), ...speech(-22, -70, 20)], 'good'],
    ['a clear voice over a humming fan', speech(-14, -40), 'good'],
    ['a sentence across the room', speech(-46, -70), 'quiet'],
    ['a whisper', speech(-50, -75), 'quiet'],
    ['a mouth on the microphone', speech(-6, -60), 'loud'],
    ['a voice that is cut off', speech(-14, -60, JUDGED_FRAMES, 6), 'loud'],
    ['a train without a word', steady(-35), 'noisy'],
    ['a café louder than the learner', speech(-30, -36), 'noisy'],
    ['a quiet room', steady(-66), null],
    ['a cough of a tenth of a second', [...steady(-66, 78), ...steady(-20, 2)], null],
    ['digital silence for four seconds', steady(-120), 'silent'],
    ['digital silence for two seconds', steady(-120, JUDGED_FRAMES / 2), null],
    ['half a second of speech', speech(-20, -60, 10), null],
    ['nothing yet', [], null],
  ] as const)('hears %s', (_, frames, verdict) => {
    expect(judge(frames)).toBe(verdict)
  })
})

it('measures samples', () => {
  const { rms, peak } = frameOf(new Float32Array([0.5, -0.5, 0.5, -0.5]))
  expect([rms, peak]).toEqual([0.5, 0.5])
  expect(frameOf(new Float32Array(4))).toEqual({ rms: 0, peak: 0 })
})

it.each([
  [-120, 0],
  [-60, 0],
  [-35, 5],
  [-10, 10],
  [0, 10],
])('shows %s dB as %s of ten', (decibels, steps) => {
  expect(stepsOf(level(decibels))).toBe(steps)
})
