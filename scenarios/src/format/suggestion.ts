import { closest, distance } from 'fastest-levenshtein'

/**
 * A hint for a mistyped word: the known word that is close enough, else the list of the known ones.
 *
 * @example suggest('subjct', ['subject', 'status']) // 'Did you mean "subject"?'
 */
export function suggest(word: string, known: readonly string[]): string {
  if (known.length === 0) return 'None is known here.'
  const best = word.length <= 100 ? closest(word.toLowerCase(), known.slice(0, 500)) : ''
  const near = best !== '' && distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, best.length / 3)
  if (near) return `Did you mean "${best}"?`
  const shown = known.slice(0, 20)
  return `Known here: ${shown.join(', ')}${known.length > shown.length ? ', ...' : ''}.`
}
