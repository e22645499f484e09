import type { FidelityRecord } from './kernel/fidelity.ts'

const INTRODUCTION = `# Fidelity

What the simulator does, how each fact about Gorgias is known, and the test that shows it. Generated from the records beside the code; a running simulator serves them at \`GET /_control/v1/fidelity\`.

| standing | meaning |
| --- | --- |
| documented | Gorgias's documentation says it |
| recorded | it was seen: in recorded answers, on live accounts, or in what public clients rely on |
| inferred | nothing says it, or the sources disagree; the source tells what speaks for the choice, if anything |

A test shows that the simulator does what the record says, not that Gorgias does. *Compared* is the day on which the simulator's answer was last held against a recorded or live one: keys, their order, types, and the values that the record names; "never" is as it says. Statuses are not compared: the recordings came through a proxy that does not keep them.

The *older* list envelope is data, object, uri, meta; the *newer* one is object, uri, data, meta with total_resources.

To run a test: \`npx vitest run FILE -t 'NAME'\`. The name is a pattern: leave out what stands in brackets, and what holds a \`%\`, which stands for several tests.
`

/** Text as the cell of a table shows it. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

function row({ subject, aspect, standing, source, test, compared }: FidelityRecord): string {
  const shown = `[${cell(test.name)}](../../${test.file})`
  return `| ${[`\`${subject}\``, cell(aspect), standing, cell(source), shown, compared ?? 'never'].join(' | ')} |`
}

function table(area: string, records: readonly FidelityRecord[]): string {
  const head =
    '| subject | what it does | standing | source | test | compared |\n| --- | --- | --- | --- | --- | --- |'
  return `## ${area}\n\n${head}\n${records.map(row).join('\n')}\n`
}

/**
 * The ledger as a page of Markdown: a table for each area, in the order of the records. There is no total
 * and no score: what counts is the standing of the behaviour that a reader relies on.
 *
 * @example
 * renderFidelity(FIDELITY) // '# Fidelity\n\n...'
 */
export function renderFidelity(records: readonly FidelityRecord[]): string {
  const areas = [...new Set(records.map(({ area }) => area))]
  const tables = areas.map((area) =>
    table(
      area,
      records.filter((record) => record.area === area),
    ),
  )
  return [INTRODUCTION, ...tables].join('\n')
}
