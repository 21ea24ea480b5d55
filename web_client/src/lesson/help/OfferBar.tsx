import type { RefObject } from 'react'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import { PassingButton } from '../view/PassingButton'
import type { Offer } from './helpState'
import styles from './OfferBar.module.css'

interface OfferBarProps {
  offer: Offer
  onHint: () => void
  onGoOn: () => void
  onFinish: () => void
  /** Gets the focus when the offer goes with it. */
  after: RefObject<HTMLElement | null>
}

/** A hint offered to who is silent, and later the question whether to go on. It takes no focus and goes by itself. */
export function OfferBar({ offer, onHint, onGoOn, onFinish, after }: OfferBarProps) {
  const { t } = useWords()
  if (offer === 'hint')
    return (
      <div className={styles['offer']}>
        <PassingButton look="soft" after={after} data-testid="hint-offer" onPress={onHint}>
          <Icon name="hint" small />
          {t('hint.offer')}
        </PassingButton>
      </div>
    )
  if (offer === 'idle')
    return (
      <div className={styles['offer']} role="group" aria-label={t('idle.title')} data-testid="idle">
        <p>{t('idle.title')}</p>
        <PassingButton look="soft" after={after} data-testid="idle-go-on" onPress={onGoOn}>
          {t('idle.go_on')}
        </PassingButton>
        <PassingButton look="quiet" after={after} data-testid="idle-finish" onPress={onFinish}>
          {t('idle.finish')}
        </PassingButton>
      </div>
    )
  return null
}
