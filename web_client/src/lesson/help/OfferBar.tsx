import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import type { Offer } from './helpState'
import styles from './OfferBar.module.css'

interface OfferBarProps {
  offer: Offer
  onHint: () => void
  onGoOn: () => void
  onFinish: () => void
}

/** A hint offered to who is silent, and later the question whether to go on. It takes no focus and goes by itself. */
export function OfferBar({ offer, onHint, onGoOn, onFinish }: OfferBarProps) {
  const { t } = useWords()
  if (offer === 'hint')
    return (
      <div className={styles['offer']}>
        <Button look="soft" size="compact" data-testid="hint-offer" onPress={onHint}>
          <Icon name="hint" small />
          {t('hint.offer')}
        </Button>
      </div>
    )
  if (offer === 'idle')
    return (
      <div className={styles['offer']} role="group" aria-label={t('idle.title')} data-testid="idle">
        <p>{t('idle.title')}</p>
        <Button look="soft" size="compact" data-testid="idle-go-on" onPress={onGoOn}>
          {t('idle.go_on')}
        </Button>
        <Button look="quiet" size="compact" data-testid="idle-finish" onPress={onFinish}>
          {t('idle.finish')}
        </Button>
      </div>
    )
  return null
}
