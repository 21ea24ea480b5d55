import { createContext } from 'react'
import type { Unsent } from './talk'

/** By lesson: what was not sent when its page was left, so that it is there on the way back. In this page's memory only. */
export const UnsentContext = createContext(new Map<string, readonly Unsent[]>())
