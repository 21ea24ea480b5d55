/** What a turn means, on pages without a tutor. */
import { call } from './http'

export async function translateTurn(turnId: string): Promise<string> {
  const { text } = await call(`/api/turns/${turnId}/translation`, {
    method: 'POST',
    body: {},
    answer: 'TranslateResponse',
  })
  return text
}
