import { RawItemSchema, isItemKind, itemSchemas } from './items.ts'
import type { Item } from './items.ts'
import { schemaProblems } from './problems.ts'
import type { Problem } from './request.ts'

/**
 * Reads the items of a request, each by its kind.
 * An item of a kind that is not known becomes `unknown` with its kind's name; its other fields are left behind.
 *
 * @param most a list of millions is refused anyway; no more than these of it are looked at
 */
export function readItems(request: unknown, most: number): { items: Item[]; problems: Problem[] } {
  const items: Item[] = []
  const problems: Problem[] = []
  const values = listOf(request).slice(0, most)
  values.forEach((value, index) => {
    const read = readItem(value, `items[${index}]`)
    if (Array.isArray(read)) problems.push(...read)
    else items.push(read)
  })
  return { items, problems }
}

function listOf(request: unknown): unknown[] {
  const items = typeof request === 'object' && request !== null && 'items' in request ? request.items : []
  return Array.isArray(items) ? items : []
}

function readItem(value: unknown, at: string): Item | Problem[] {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  if (typeof kind === 'string' && isItemKind(kind)) {
    const read = schemaProblems(itemSchemas[kind], value, at)
    return read.ok ? read.value : read.problems
  }
  const raw = schemaProblems(RawItemSchema, value, at)
  if (!raw.ok) return raw.problems
  return { id: raw.value.id, at: raw.value.at, by: raw.value.by, kind: 'unknown', rawType: raw.value.kind }
}
