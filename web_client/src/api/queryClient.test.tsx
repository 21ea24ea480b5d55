import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it } from 'vitest'
import { goOnline } from '../test/network'
import { serve, testClient } from '../test/page'
import { voicesQuery } from './voices'

afterEach(() => {
  goOnline(true)
})

it('asks again when the network comes back, also where it was away when the page came', async () => {
  serve({ 'GET /api/voices': [200, { voices: ['alloy'], default: 'alloy' }] })
  goOnline(false)
  const client = testClient()
  const { result } = renderHook(() => useQuery(voicesQuery), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  })
  await expect.poll(() => result.current.isError).toBe(true)
  act(() => {
    goOnline(true)
  })
  await expect.poll(() => result.current.data?.voices).toEqual(['alloy'])
})
