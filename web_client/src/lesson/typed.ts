/** Whether a lesson is written from the start. Lies in the browser's history, so a reload does not ask again. */

export function typedState(typed: boolean): { typed: boolean } {
  return { typed }
}

export function typedIn(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'typed' in state && state.typed === true
}
