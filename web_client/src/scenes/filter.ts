import type { CatalogueScenario } from '../contract'

export interface Filter {
  q: string
  level: string | null
  topic: string | null
}

/** Scenes whose words (in either language) contain all that was typed, of the chosen level and topic. */
export function filterScenes(
  scenes: readonly CatalogueScenario[],
  { q, level, topic }: Filter,
): CatalogueScenario[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return scenes.filter((scene) => {
    const { title_ko, title_en, place, partner, goal, key_phrases } = scene
    const text = [title_ko, title_en, place, partner, goal, ...key_phrases].join(' ').toLowerCase()
    return (
      (level === null || scene.level === level) &&
      (topic === null || scene.topic === topic) &&
      words.every((word) => text.includes(word))
    )
  })
}

/** The values that there are, each once, in the order of the catalogue or sorted. */
export function valuesOf(scenes: readonly CatalogueScenario[], field: 'level' | 'topic'): string[] {
  const values = [...new Set(scenes.map((scene) => scene[field]))]
  return field === 'level' ? values.sort() : values
}
