/**
 * Nobody knows yet. For what keeps a place free until then: whatever comes later pushes the rest of the page from under a
 * press. From the first try that failed on nobody waits.
 */
export function unanswered({
  isLoading,
  failureCount,
}: {
  isLoading: boolean
  failureCount: number
}): boolean {
  return isLoading && failureCount === 0
}
