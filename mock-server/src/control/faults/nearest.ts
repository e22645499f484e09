/** How many letters have to be put in, taken out or changed to make one word of another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** Longer names are not worth comparing. */
const LONGEST = 60

/**
 * The names that somebody may have meant, the nearest in front; at most three.
 *
 * @example nearestNames('createTickets', ['createTicket', 'listViews']) // ['createTicket']
 */
export function nearestNames(name: string, known: Iterable<string>): string[] {
  const word = name.slice(0, LONGEST).toLowerCase()
  const most = Math.max(2, Math.ceil(word.length / 2))
  return [...known]
    .map((candidate) => ({ candidate, away: distance(word, candidate.toLowerCase()) }))
    .filter(({ away }) => away <= most)
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}
