import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useOnline } from '../offline/useOnline'
import { useWords } from '../words/useWords'
import { Button } from './Button'
import dialog from './dialog.module.css'

interface DeleteDialogProps {
  open: boolean
  title: string
  /** What goes, and that it does not come back. */
  children: ReactNode
  confirm: string
  pending: boolean
  failed: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something is gone for good. The focus is on the way back. */
export function DeleteDialog(props: DeleteDialogProps) {
  const { open, title, children, confirm, pending, failed, onConfirm, onClose } = props
  const { t } = useWords()
  const online = useOnline()
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
        <Dialog role="alertdialog" className={dialog['dialog'] ?? ''}>
          <Heading slot="title">{title}</Heading>
          {children}
          {failed && <p role="alert">{t(online ? 'notice.failed' : 'offline.title')}</p>}
          <div className={dialog['acts']}>
            <Button autoFocus look="quiet" onPress={onClose}>
              {t('common.cancel')}
            </Button>
            <Button look="danger" isDisabled={pending} data-testid="delete-confirm" onPress={onConfirm}>
              {confirm}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
