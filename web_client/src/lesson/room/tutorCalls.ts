/** The tutor's RPC methods. Livekit gives the handler 7 s less than the caller waits, so callers wait at least 15 s. */
import { type Room, RpcError } from 'livekit-client'
import { receive } from '../../api/check'
import type {
  HintResponse,
  SetPaceRequest,
  SetPatienceRequest,
  SetVoiceRequest,
  TalkRequest,
  TranslateResponse,
} from '../../contract'

const ANSWER_MILLISECONDS = 15_000

type CallingRoom = Pick<Room, 'localParticipant'>

/** The methods of one tutor, by its identity. All fail where it does not answer, refuses, or is not there. */
export class TutorCalls {
  constructor(
    private readonly room: CallingRoom,
    readonly tutor: string,
  ) {}

  interrupt(): Promise<void> {
    return this.#tell('lesson.interrupt')
  }

  end(): Promise<void> {
    return this.#tell('lesson.end')
  }

  talk(action: TalkRequest['action']): Promise<void> {
    return this.#tell('lesson.talk', { action } satisfies TalkRequest)
  }

  setVoice(voice: SetVoiceRequest['voice']): Promise<void> {
    return this.#tell('lesson.set_voice', { voice } satisfies SetVoiceRequest)
  }

  setPatience(patience: SetPatienceRequest['patience']): Promise<void> {
    return this.#tell('lesson.set_patience', { patience } satisfies SetPatienceRequest)
  }

  setPace(pace: SetPaceRequest['pace']): Promise<void> {
    return this.#tell('lesson.set_pace', { pace } satisfies SetPaceRequest)
  }

  async hint(): Promise<HintResponse> {
    return receive('HintResponse', JSON.parse(await this.#perform('lesson.hint', {})))
  }

  async translate(turnId: string): Promise<TranslateResponse> {
    return receive(
      'TranslateResponse',
      JSON.parse(await this.#perform('lesson.translate', { turn_id: turnId })),
    )
  }

  async #tell(method: string, wish: object = {}): Promise<void> {
    await this.#perform(method, wish)
  }

  #perform(method: string, wish: object): Promise<string> {
    return this.room.localParticipant.performRpc({
      destinationIdentity: this.tutor,
      method,
      payload: JSON.stringify(wish),
      responseTimeout: ANSWER_MILLISECONDS,
    })
  }
}

/** Why the tutor refused, by the contract's code; null: it did not refuse, or did not say. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof RpcError) || !error.data) return null
  try {
    return receive('RpcErrorData', JSON.parse(error.data)).code
  } catch {
    return null
  }
}
