/** First and last word of a name; empty where there is none (recorded). */
export function splitName(name: string | null): { firstname: string; lastname: string } {
  const words = (name ?? '').trim().split(/\s+/)
  return { firstname: words[0] ?? '', lastname: words.length > 1 ? (words.at(-1) ?? '') : '' }
}
