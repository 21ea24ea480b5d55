/** Things to hear again. Each is loaded at the moment of the press (see sound/player.ts). */
import { callForSound } from './http'

/** A line of the tutor's, once more; 1 is as it was, 0.75 is slow. A recorded one of the learner's: as it was. */
export function lineSound(turnId: string, speed: number, signal: AbortSignal): Promise<ArrayBuffer> {
  return callForSound(`/api/turns/${turnId}/audio?speed=${speed}`, { signal })
}

/** What the learner could say, in the voice of the lesson's tutor. */
export function hintSound(text: string, lessonId: string, signal: AbortSignal): Promise<ArrayBuffer> {
  return callForSound('/api/speech', { body: { text, lesson_id: lessonId }, signal })
}

/** A tutor's voice, before it is chosen. */
export function voiceSample(voice: string, signal: AbortSignal): Promise<ArrayBuffer> {
  return callForSound(`/api/voices/${voice}/sample`, { signal })
}

/** A key phrase of the catalogue, for everybody: also before a first lesson. */
export function phraseSound(text: string, signal: AbortSignal): Promise<ArrayBuffer> {
  return callForSound('/api/speech', { body: { text }, signal })
}
