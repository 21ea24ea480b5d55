import type { StartLessonRequest } from '../contract'

/** What is chosen at the moment of starting; the rest comes from the settings. */
export type Wish = Pick<StartLessonRequest, 'mode' | 'scenario' | 'scenario_id' | 'continue_lesson_id'>

/** A wish on its way through the microphone check lies in the browser's history, and survives a reload there. */
export function stateOf(wish: Wish): { wish: Wish } {
  return { wish }
}

/** null: nobody wished to begin a lesson. */
export function wishIn(state: unknown): Wish | null {
  const wish = isRecord(state) ? state['wish'] : undefined
  return isRecord(wish) ? wish : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
