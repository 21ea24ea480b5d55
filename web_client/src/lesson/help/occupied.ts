/** Who is doing something right now. Nothing is offered to a learner who speaks, listens, reads or writes. */
export type Occupied = 'nobody' | 'talking' | 'reading'

export interface OccupiedFacts {
  /** In the room, with a tutor that only listens. */
  tutorListens: boolean
  /** The learner's voice is arriving, or the talk button is held. */
  learnerSpeaks: boolean
  /** Something is heard again. */
  replaying: boolean
  /** There is text that was not sent. */
  writing: boolean
  /** A hint, a line, the settings or a question lies open. */
  reading: boolean
}

export function occupied({
  tutorListens,
  learnerSpeaks,
  replaying,
  writing,
  reading,
}: OccupiedFacts): Occupied {
  if (!tutorListens || learnerSpeaks) return 'talking'
  return replaying || writing || reading ? 'reading' : 'nobody'
}
