/** Why there is no microphone. */

/**
 * `denied`: the learner or the system said no. `none`: no device. `busy`: another app has it. `insecure`: the page is
 * not on https, so browsers give none. `stuck`: it did not start, for another reason.
 */
export type MicrophoneFailure = 'denied' | 'none' | 'busy' | 'insecure' | 'stuck'

/** From what getUserMedia threw; older browsers have names of their own. */
export function failureOf(error: unknown): MicrophoneFailure {
  // Without https (or localhost) browsers hide mediaDevices; capturing then fails before anybody is asked.
  if (typeof isSecureContext === 'boolean' && !isSecureContext) return 'insecure'
  switch (error instanceof Error || error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return 'denied'
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError': // constraints that no device meets: with ours, there is none
      return 'none'
    case 'NotReadableError':
    case 'TrackStartError':
      return 'busy'
    default:
      return 'stuck'
  }
}
