/** Who leaves a lesson whose call did not connect brings its id to the start page, in the browser's history. */
export function stateOfUnconnected(lessonId: string): { unconnected: string } {
  return { unconnected: lessonId }
}

/** null: nothing was wrong. */
export function unconnectedIn(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('unconnected' in state)) return null
  return typeof state.unconnected === 'string' ? state.unconnected : null
}
