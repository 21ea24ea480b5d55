/** What every browser gives as `keyCode` of a key that an input method has taken. */
const COMPOSED = 229

/** A key that a Korean (or other) composition takes. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  // Safari ends the composition before it tells of the key that ended it: only the old code says so.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  return event.isComposing || event.keyCode === COMPOSED
}
