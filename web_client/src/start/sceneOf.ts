import type { Scenario } from '../contract'
import type { Wish } from './wish'

/** What was typed, as a wish: a whole scene is played, a partial one is the start of making it by talking. */
export function sceneOf(typed: Record<keyof Scenario, string>): Wish {
  const scenario: Scenario = {
    place: typed.place.trim() || null,
    partner: typed.partner.trim() || null,
    goal: typed.goal.trim() || null,
  }
  const known = Object.values(scenario).filter((value) => value !== null).length
  if (known === 0) return { mode: 'build' }
  return { mode: known === 3 ? 'scene' : 'build', scenario }
}
