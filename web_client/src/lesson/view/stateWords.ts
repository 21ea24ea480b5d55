import type { IconName } from '../../parts/Icon'
import type { WordKey } from '../../words/words'
import type { SunState } from '../state/sunState'

export const STATE_WORDS: Record<SunState, { words: WordKey; icon: IconName }> = {
  coming: { words: 'state.coming', icon: 'sunrise' },
  waiting: { words: 'state.waiting', icon: 'microphone' },
  replaying: { words: 'state.replaying', icon: 'play' },
  listening: { words: 'state.listening', icon: 'listening' },
  thinking: { words: 'state.thinking', icon: 'dots' },
  speaking: { words: 'state.speaking', icon: 'voice' },
  muted: { words: 'state.muted', icon: 'microphoneOff' },
  paused: { words: 'state.paused', icon: 'microphoneOff' },
  reconnecting: { words: 'state.reconnecting', icon: 'broken' },
  away: { words: 'state.away', icon: 'microphoneOff' },
  offline: { words: 'offline.title', icon: 'broken' },
  ended: { words: 'state.ended', icon: 'sunrise' },
}
