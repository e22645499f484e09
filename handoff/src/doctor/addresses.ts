/** Whether two addresses are the same to Gorgias, which ignores case and blanks around (documented). */
export const sameAddress = (one: string, other: string): boolean => fold(one) === fold(other)

const fold = (address: string): string => address.trim().toLowerCase()

/** Whether an address looks like another with a typing error: a few characters more, fewer or other. */
export function looksLike(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)]
  return a !== b && a !== '' && b !== '' && editDistance(a, b) <= 2
}

/** Levenshtein's distance; addresses are short. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
