/** Where a group or a test begins, and its title: the first text that opens arguments and precedes a function. */
const TITLE = /^( *)(describe|it|test)\b[\s\S]*?\(\s*(['"])((?:(?!\3).)*)\3,\s*(?:async\b|\()/gm

/**
 * The full names of the tests in a source, as `vitest -t` takes them: the group's title, then the test's.
 * Reads the text, runs nothing; relies on the layout that the formatter gives.
 */
export function testNames(source: string): string[] {
  const names: string[] = []
  let group = ''
  for (const [, indent, kind, , title = ''] of source.matchAll(TITLE)) {
    if (indent === '') group = kind === 'describe' ? title : ''
    if (kind !== 'describe') names.push(group === '' ? title : `${group} ${title}`)
  }
  return names
}
