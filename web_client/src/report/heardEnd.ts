const WORDS = 6

/** The last words of a line that was cut: where it broke off. */
export function heardEnd(text: string): string {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return words.length > WORDS ? `… ${words.slice(-WORDS).join(' ')}` : words.join(' ')
}
