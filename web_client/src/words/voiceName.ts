import type { Voice } from '../settings/settings'

/** "marin" → "Marin": the names of voices are not translated. */
export function voiceName(voice: Voice): string {
  return voice.charAt(0).toUpperCase() + voice.slice(1)
}
