/** The language that a line is to be read out in: Korean as soon as there is Hangul in it. */
export function langOf(text: string): 'ko' | 'en' {
  return /\p{Script=Hangul}/u.test(text) ? 'ko' : 'en'
}
