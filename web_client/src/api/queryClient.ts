import { onlineManager, QueryClient } from '@tanstack/react-query'
import { CallError } from './http'

const TRIES = 2

export function newQueryClient(): QueryClient {
  // It begins as online whatever the browser says, and a network that was never away does not come back.
  onlineManager.setOnline(navigator.onLine)
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal stays one; a server in trouble or a lost answer may be well the next time.
        retry: (failures, error) => failures < TRIES && !(error instanceof CallError && error.refused),
        networkMode: 'always',
        refetchOnReconnect: true, // "always" would switch it off
      },
      // What is pressed happens now or fails now: by default it waits for a network, and then happens by itself.
      mutations: { networkMode: 'always' },
    },
  })
}
