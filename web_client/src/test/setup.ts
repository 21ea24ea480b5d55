import '@testing-library/jest-dom/vitest'
import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'

// jsdom lays nothing out, so it has no scrolling either.
Element.prototype.scrollIntoView = () => undefined

beforeEach(() => {
  localStorage.clear()
})

afterEach(cleanup)
