import type { WordKey } from '../words/words'
import type { CheckStatus } from './check'
import { isBluetooth, nameOf } from './devices'
import type { Verdict } from './judging'

/** What a browser's settings are called, where the steps differ. */
export function deniedWords(userAgent: string): WordKey {
  return /iPhone|iPad/.test(userAgent) ? 'mic.denied_ios' : 'mic.denied_body'
}

export function verdictWords(verdict: Verdict | null): WordKey {
  switch (verdict) {
    case null:
      return 'mic.waiting'
    case 'good':
      return 'mic.ok'
    case 'quiet':
      return 'mic.quiet'
    case 'loud':
      return 'mic.loud'
    case 'noisy':
      return 'mic.noisy'
    case 'silent':
      return 'mic.silent'
  }
}

/** What stands below the sentence while there is no sound to judge; null: there is. */
export function statusWords(status: CheckStatus, userAgent: string): WordKey | null {
  switch (status) {
    case 'unasked':
      return 'mic.before'
    case 'asking':
      return 'mic.asking'
    case 'denied':
      return deniedWords(userAgent)
    case 'none':
      return 'mic.none'
    case 'busy':
      return 'mic.busy'
    case 'insecure':
      return 'mic.insecure'
    case 'stuck':
      return 'mic.stuck'
    case 'open':
      return null
  }
}

/** A microphone went away: which one is used now. */
export function droppedWords(dropped: string, now: string): [WordKey, { device: string }] {
  return [isBluetooth(dropped) ? 'mic.bluetooth' : 'mic.unplugged', { device: nameOf(now) }]
}
