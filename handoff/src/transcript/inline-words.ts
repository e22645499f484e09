import type { Inline } from './tree.ts'

/** The words of some inline nodes, without form. */
export function wordsOf(children: readonly Inline[]): string {
  return children
    .map((node) => {
      if (node.type === 'break') return '\n'
      return 'text' in node ? node.text : wordsOf(node.children)
    })
    .join('')
}
