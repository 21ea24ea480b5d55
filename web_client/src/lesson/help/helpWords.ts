import type { Translate } from '../../words/words'
import type { HelpState } from './helpState'

/** What a screen reader is told of an offer or a hint; null while there is neither. */
export function helpWords({ offer, card }: HelpState, t: Translate): string | null {
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
