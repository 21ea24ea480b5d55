import type { ResponsePoint, Turn } from '../contract'
import type { Wait } from './WaitChart'

/** Response times with the learner's turns numbered as the learner would count them: from 1, none left out. */
export function waitsOf(responses: readonly ResponsePoint[], turns: readonly Turn[]): Wait[] {
  const mine = turns.filter(({ role }) => role === 'learner').map(({ turn_id }) => turn_id)
  return responses.flatMap(({ turn_id, seconds }) => {
    const index = mine.indexOf(turn_id)
    return index < 0 ? [] : [{ turn: index + 1, seconds }]
  })
}
