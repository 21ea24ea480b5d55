import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { deleteLesson, lessonQuery, reportQuery } from '../api/lessons'
import type { LessonSummary } from '../contract'
import { Button } from '../parts/Button'
import dialog from '../parts/dialog.module.css'
import { titleOf } from '../words/titleOf'
import { useWords } from '../words/useWords'

/** Asks before a lesson is gone for good. `lesson` null: closed. */
export function DeleteDialog({ lesson, onClose }: { lesson: LessonSummary | null; onClose: () => void }) {
  const { t } = useWords()
  const queryClient = useQueryClient()
  const { mutate, isPending, isError, reset } = useMutation({
    mutationFn: deleteLesson,
    onSuccess: async (_, lessonId) => {
      queryClient.removeQueries({ queryKey: lessonQuery(lessonId).queryKey })
      queryClient.removeQueries({ queryKey: reportQuery(lessonId).queryKey })
      await queryClient.invalidateQueries({ queryKey: ['history'] })
      onClose()
    },
  })
  const close = () => {
    reset()
    onClose()
  }
  return (
    <ModalOverlay
      className={dialog['scrim'] ?? ''}
      isOpen={lesson !== null}
      isDismissable
      onOpenChange={(open) => {
        if (!open) close()
      }}
    >
      <Modal className={dialog['modal'] ?? ''}>
        <Dialog role="alertdialog" className={dialog['dialog'] ?? ''}>
          <Heading slot="title">{t('history.delete_title')}</Heading>
          <p>{lesson && titleOf(lesson, t)}</p>
          <p>{t('history.delete_body')}</p>
          {isError && <p role="alert">{t('notice.failed')}</p>}
          <div className={dialog['acts']}>
            <Button autoFocus look="quiet" onPress={close}>
              {t('common.cancel')}
            </Button>
            <Button
              look="danger"
              isDisabled={isPending}
              data-testid="delete-confirm"
              onPress={() => {
                if (lesson) mutate(lesson.lesson_id)
              }}
            >
              {t('history.delete_confirm')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
