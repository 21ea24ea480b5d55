import { useMutation, useQueryClient } from '@tanstack/react-query'
import { deleteLesson, lessonQuery, reportQuery } from '../api/lessons'
import type { LessonSummary } from '../contract'
import { DeleteDialog } from '../parts/DeleteDialog'
import { titleOf } from '../words/titleOf'
import { useWords } from '../words/useWords'

interface DeleteLessonProps {
  /** null: nothing is asked. */
  lesson: LessonSummary | null
  onClose: () => void
  onDeleted: () => void
}

export function DeleteLesson({ lesson, onClose, onDeleted }: DeleteLessonProps) {
  const { t } = useWords()
  const queryClient = useQueryClient()
  const { mutate, isPending, isError, reset } = useMutation({
    mutationFn: deleteLesson,
    onSuccess: async (_, lessonId) => {
      queryClient.removeQueries({ queryKey: lessonQuery(lessonId).queryKey })
      queryClient.removeQueries({ queryKey: reportQuery(lessonId).queryKey })
      await queryClient.invalidateQueries({ queryKey: ['history'] })
      onClose()
      onDeleted()
    },
  })
  return (
    <DeleteDialog
      open={lesson !== null}
      title={t('history.delete_title')}
      confirm={t('history.delete_confirm')}
      pending={isPending}
      failed={isError}
      onConfirm={() => {
        if (lesson) mutate(lesson.lesson_id)
      }}
      onClose={() => {
        reset()
        onClose()
      }}
    >
      <p>{lesson && titleOf(lesson, t)}</p>
      <p>{t('history.delete_body')}</p>
    </DeleteDialog>
  )
}
