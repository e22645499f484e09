import type { Change } from './compare.ts'

/** A change as a line of the changelog. */
export const lineOf = ({ what, operations }: Change): string => `${operations.join(', ')}: ${what}`

/** Breaks of lines, list marks and backticks tell nothing. */
const plain = (text: string): string => text.replaceAll('`', '').replaceAll(/\s+/g, ' ').trim()

/** The part of a changelog that tells what is not released yet; undefined if it has none. */
export const unreleasedOf = (changelog: string): string | undefined =>
  /^## \[?Unreleased\]?.*$([\s\S]*?)(?=^## |(?![\s\S]))/im.exec(changelog)?.[1]

/** The breaking changes of which the unreleased part of a changelog says nothing. */
export function unsaidChanges(changes: readonly Change[], changelog: string): Change[] {
  const said = plain(unreleasedOf(changelog) ?? '')
  return changes.filter((change) => change.breaking && !said.includes(plain(lineOf(change))))
}
