import { beforeEach, expect, it, vi } from 'vitest'
import { failureOf } from './failure'

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true)
})

it.each([
  ['NotAllowedError', 'denied'],
  ['PermissionDeniedError', 'denied'],
  ['NotFoundError', 'none'],
  ['DevicesNotFoundError', 'none'],
  ['OverconstrainedError', 'none'],
  ['NotReadableError', 'busy'],
  ['TrackStartError', 'busy'],
  ['AbortError', 'stuck'],
] as const)('reads %s as %s', (name, failure) => {
  expect(failureOf(new DOMException('no', name))).toBe(failure)
})

it('knows the page that may not ask at all', () => {
  vi.stubGlobal('isSecureContext', false)
  expect(failureOf(new TypeError('undefined is not an object'))).toBe('insecure')
})

it('makes something of whatever is thrown', () => {
  expect(failureOf('no')).toBe('stuck')
})
