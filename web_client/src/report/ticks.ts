/** Steps between the marks of a time axis, in minutes. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120]
const MOST = 5

/** Whole minutes to write under an axis of so many seconds: from 0, evenly, few enough to be read. */
export function minuteTicks(seconds: number): number[] {
  const minutes = Math.floor(seconds / 60)
  const step = STEPS.find((one) => minutes / one < MOST) ?? Math.ceil(minutes / MOST)
  return Array.from({ length: Math.floor(minutes / step) + 1 }, (_, index) => index * step)
}
