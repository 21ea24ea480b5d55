import { useMutation, useQueryClient } from '@tanstack/react-query'
import { use, useState } from 'react'
import { deleteLearner } from '../api/learner'
import { UnsentContext } from '../messages/unsent'
import { Button } from '../parts/Button'
import { DeleteDialog } from '../parts/DeleteDialog'
import { useForgetSettings } from '../settings/useForgetSettings'
import { useWords } from '../words/useWords'

/** Everything gone: on the server and in this browser. */
export function DeleteAll({ lessons, onDeleted }: { lessons: number; onDeleted: () => void }) {
  const { t } = useWords()
  const queryClient = useQueryClient()
  const forgetSettings = useForgetSettings()
  const unsent = use(UnsentContext)
  const [asked, setAsked] = useState(false)
  const { mutate, isPending, isError, reset } = useMutation({
    mutationFn: deleteLearner,
    onSuccess: () => {
      setAsked(false)
      forgetSettings()
      unsent.clear()
      onDeleted()
      void queryClient.resetQueries()
    },
  })
  return (
    <>
      <Button
        look="erase"
        data-testid="delete-all"
        onPress={() => {
          setAsked(true)
        }}
      >
        {t('history.delete_all')}
      </Button>
      <DeleteDialog
        open={asked}
        title={t('history.delete_all_title')}
        confirm={t('history.delete_all')}
        pending={isPending}
        failed={isError}
        onConfirm={() => {
          mutate()
        }}
        onClose={() => {
          reset()
          setAsked(false)
        }}
      >
        <p>
          {lessons > 0
            ? t('history.delete_all_body', { lessons: t('count.lessons', { count: lessons }) })
            : t('history.delete_all_settings')}
        </p>
      </DeleteDialog>
    </>
  )
}
