import { useEffect, useState } from 'react'

/** `unknown`: not answered yet, or a browser that does not tell. */
export type Permission = PermissionState | 'unknown'

/** What the browser says at this moment about the microphone, without asking the learner. */
export async function microphonePermission(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: 'microphone' })
  } catch {
    return null // no such API here, or no such name in it
  }
}

/** Whether the microphone may be used, as the learner changes it in the browser. */
export function usePermission(): Permission {
  const [permission, setPermission] = useState<Permission>('unknown')
  useEffect(() => {
    let status: PermissionStatus | null = null
    let left = false
    const follow = () => {
      if (status !== null) setPermission(status.state)
    }
    void microphonePermission().then((answered) => {
      if (left || answered === null) return
      status = answered
      status.addEventListener('change', follow)
      follow()
    })
    return () => {
      left = true
      status?.removeEventListener('change', follow)
    }
  }, [])
  return permission
}
