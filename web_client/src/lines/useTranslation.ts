import { useQuery } from '@tanstack/react-query'

interface Asked {
  turnId: string
  /** By whom it is translated: the tutor in a lesson, the server on other pages. */
  translate: () => Promise<string>
  wanted: boolean
}

export interface Translation {
  text: string | undefined
  failed: boolean
}

/** A line in the other language. It does not change, so each is asked for once; a failure again when it is reopened. */
export function useTranslation({ turnId, translate, wanted }: Asked): Translation {
  const { data, isError } = useQuery({
    queryKey: ['translation', turnId],
    queryFn: translate,
    enabled: wanted,
    staleTime: Infinity,
    retry: false,
  })
  return { text: data, failed: isError }
}
