/** Who comes from the lesson has ended it: what the page says until that is so. Lies in the browser's history. */

export function leftState(): { left: true } {
  return { left: true }
}

export function leftIn(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'left' in state && state.left === true
}
