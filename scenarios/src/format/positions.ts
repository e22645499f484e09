import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, LineCounter, Node } from 'yaml'

export type Path = readonly (string | number)[]

export interface Position {
  readonly line: number
  readonly column: number
}

/** Finds the place of a value, or of its key, in the text that was parsed. */
export interface Positions {
  /** Where the value stands; where its nearest parent stands if there is no such value. */
  value(path: Path): Position
  /** Where the key stands; where the value stands if it has none (an entry of a list). */
  key(path: Path): Position
}

export function createPositions(document: Document, counter: LineCounter): Positions {
  const at = (node: Node | undefined): Position => {
    const { line, col } = counter.linePos(node?.range?.[0] ?? 0)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }

  const find = (path: Path): { key: Node | undefined; value: Node | undefined } => {
    let key: Node | undefined
    let value = asNode(document.contents)
    for (const segment of path) {
      const here = isAlias(value) ? value.resolve(document) : value
      if (isMap(here)) {
        const pair = here.items.find(
          (item) => isScalar(item.key) && String(item.key.value) === String(segment),
        )
        if (!pair) break
        key = asNode(pair.key)
        // An empty value ("handoff:") has no place of its own.
        value = asNode(pair.value) ?? key
      } else if (isSeq(here)) {
        const item = asNode(here.items[Number(segment)])
        if (!item) break
        key = undefined
        value = item
      } else break
    }
    return { key, value }
  }

  return {
    value: (path) => at(find(path).value),
    key: (path) => {
      const { key, value } = find(path)
      return at(key ?? value)
    },
  }
}

const asNode = (value: unknown): Node | undefined =>
  typeof value === 'object' && value !== null && 'range' in value ? (value as Node) : undefined
