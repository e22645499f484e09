/**
 * Whether a text fits a pattern in which `*` stands for any characters. Takes no longer than both are long.
 *
 * @example fitsPattern('shadow/*', 'shadow/2') // true
 */
export function fitsPattern(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return text === pattern
  if (!text.startsWith(head) || !text.slice(head.length).endsWith(tail)) return false
  let at = head.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= text.length - tail.length
}
