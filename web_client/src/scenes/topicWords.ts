import type { WordKey } from '../words/words'

const TOPICS: Record<string, WordKey> = {
  'daily-life': 'topic.daily-life',
  food: 'topic.food',
  health: 'topic.health',
  people: 'topic.people',
  shopping: 'topic.shopping',
  study: 'topic.study',
  travel: 'topic.travel',
  work: 'topic.work',
}

/** Words for a topic of the catalogue; null for one that came later than this page. */
export function topicWords(topic: string): WordKey | null {
  return TOPICS[topic] ?? null
}
