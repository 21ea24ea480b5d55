import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from '../../parts/Button'
import dialog from '../../parts/dialog.module.css'
import { useWords } from '../../words/useWords'

interface EndDialogProps {
  open: boolean
  onClose: () => void
  onEnd: () => void
}

export function EndDialog({ open, onClose, onEnd }: EndDialogProps) {
  const { t } = useWords()
  return (
    <ModalOverlay
      className={dialog['scrim'] ?? ''}
      isOpen={open}
      isDismissable
      onOpenChange={(stays) => {
        if (!stays) onClose()
      }}
    >
      <Modal className={dialog['modal'] ?? ''}>
        <Dialog className={dialog['dialog'] ?? ''}>
          <Heading slot="title">{t('end.title')}</Heading>
          <p>{t('end.body')}</p>
          <div className={dialog['acts']}>
            <Button autoFocus data-testid="end-confirm" onPress={onEnd}>
              {t('end.confirm')}
            </Button>
            <Button look="quiet" data-testid="end-stay" onPress={onClose}>
              {t('end.stay')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
