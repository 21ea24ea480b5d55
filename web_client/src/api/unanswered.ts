/**
 * Nobody knows yet. For what keeps a place free until then: whatever comes later pushes the rest of the page from under a
 * press. From the first try that failed on nobody waits, nor when it is asked for again.
 */
export function unanswered({
  isLoading,
  failureCount,
  errorUpdateCount,
}: {
  isLoading: boolean
  failureCount: number
  errorUpdateCount: number
}): boolean {
  return isLoading && failureCount === 0 && errorUpdateCount === 0
}
