import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** Where requirements are proven: tests and scenarios that carry their numbers, guides that name them. */
const PLACES = ['mock-server', 'handoff', 'contracts', 'scenarios', 'docs/guides', 'examples']
const PROOF = /\.test\.ts$|[\\/]library[\\/].*\.ya?ml$|[\\/]guides[\\/].*\.md$/
const PASSED_OVER = new Set(['node_modules', 'dist', 'artifacts'])

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) yield* files(path)
    else if (entry.isFile() && PROOF.test(path)) yield path
  }
}

/** The files that carry each number, in order. `REQ-004..006` carries three. */
export function proofs(root: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const place of PLACES)
    for (const path of files(join(root, place)))
      for (const id of idsIn(readFileSync(path, 'utf8')))
        found.set(id, [...(found.get(id) ?? []), relative(root, path).split(sep).join('/')].sort())
  return found
}

export function idsIn(text: string): Set<string> {
  const ids = new Set<string>()
  for (const [, first = '', last] of text.matchAll(/REQ-(\d{3})(?:\.\.(?:REQ-)?(\d{3}))?/g))
    for (let number = Number(first); number <= Number(last ?? first); number += 1)
      ids.add(`REQ-${String(number).padStart(3, '0')}`)
  return ids
}
