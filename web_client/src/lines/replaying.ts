/** How a line is heard once more. */

export const AS_IT_WAS = 1
/** Slow enough to hear each word, fast enough to stay speech. */
export const SLOWLY = 0.75

/** The name of a line's sound in the page's player. */
export function lineSoundName(turnId: string, speed: number): string {
  return `line ${turnId} ${speed}`
}
