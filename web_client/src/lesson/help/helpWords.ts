import type { Translate } from '../../words/words'
import type { Help } from './useHelp'

/** What a screen reader is told of an offer or a hint; null while there is neither. */
export function helpWords({ offer, card }: Pick<Help, 'offer' | 'card'>, t: Translate): string | null {
  switch (card.status) {
    case 'loading':
      return t('hint.loading')
    case 'empty':
      return t('hint.none')
    case 'shown':
      return card.hints[card.at]?.text ?? null
    case 'closed':
      if (offer === 'hint') return t('hint.offer')
      return offer === 'idle' ? t('idle.title') : null
  }
}
