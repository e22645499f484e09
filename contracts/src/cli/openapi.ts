import { readFile } from 'node:fs/promises'
import { lineOf, unreleasedOf, unsaidChanges } from '../openapi/changelog.ts'
import { compareDocuments } from '../openapi/compare.ts'
import type { Change } from '../openapi/compare.ts'
import {
  changelogFile,
  committedDocument,
  generateDocument,
  readBase,
  writeDocument,
} from '../openapi/document.ts'
import { VerificationError } from '../verification-error.ts'
import { attempt, exit } from './io.ts'
import type { AddCommand, ExitCode, Io } from './io.ts'

interface Flags {
  /** True without a file. */
  readonly write?: string | true
  readonly check?: string
  readonly changelog: string
  readonly json?: boolean
}

const NOTES = `
Without --write and --check, prints the document.

BASE is a file, or a revision of git such as HEAD^ or origin/main: then it is the committed copy of that
revision. What breaks a client has to be said in the changelog, below "Unreleased", in the words of this
command.

Examples:
  gorgias-contracts openapi > openapi.json
  gorgias-contracts openapi --write
  gorgias-contracts openapi --check "$(git merge-base HEAD origin/main)"

Exit codes: 0 done, and nothing breaks unsaid; 1 a breaking change is not in the changelog; 2 wrong usage, or
there is nothing to compare with.
`

export const addOpenapi: AddCommand = (program, io, end) => {
  program
    .command('openapi')
    .description("the simulator's OpenAPI document: print it, write the committed copy, check what changed")
    .option('--write [file]', `write it to a file, by default to the committed copy ${committedDocument}`)
    .option('--check <base>', 'compare the document with an older one')
    .option('--changelog <file>', 'where breaking changes have to be said', changelogFile)
    .option('--json', 'with --check: print the changes as one line of JSON')
    .addHelpText('after', NOTES)
    .action(async (flags: Flags) => end(await attempt(io, () => runOpenapi(flags, io))))
}

async function runOpenapi(flags: Flags, io: Io): Promise<ExitCode> {
  if (flags.write !== undefined) {
    const file = flags.write === true ? committedDocument : flags.write
    await writeDocument(file)
    io.err(`Written: ${file}\n`)
  }
  if (flags.check !== undefined) return checkAgainst(flags.check, flags, io)
  if (flags.write === undefined) io.out(await generateDocument())
  return exit.kept
}

async function checkAgainst(base: string, { changelog, json }: Flags, io: Io): Promise<ExitCode> {
  const before = await readBase(base)
  if (before === undefined) {
    io.err(`There is no document at ${base} to compare with: nothing can be broken.\n`)
    return exit.kept
  }
  const told = await readChangelog(changelog)
  const changes = compareDocuments(before, JSON.parse(await generateDocument()))
  const unsaid = unsaidChanges(changes, told)
  io.out(json === true ? `${JSON.stringify({ changes, unsaid })}\n` : showChanges(changes))
  if (unsaid.length === 0) return exit.kept
  const lines = unsaid.map((change) => `- ${lineOf(change)}\n`).join('')
  io.err(
    `Breaking changes that ${changelog} does not tell. Undo them, or add below "Unreleased":\n\n${lines}`,
  )
  return exit.broken
}

async function readChangelog(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new VerificationError('no_base', `The changelog ${file} cannot be read: ${why}.`)
  })
  if (unreleasedOf(text) !== undefined) return text
  throw new VerificationError('no_base', `The changelog ${file} has no section "## [Unreleased]".`)
}

function showChanges(changes: readonly Change[]): string {
  const shown = changes.map((change) => `${change.breaking ? 'BREAKING  ' : 'ok        '}${lineOf(change)}\n`)
  const count = changes.filter(({ breaking }) => breaking).length
  return `${shown.join('')}Differences: ${changes.length}, breaking: ${count}.\n`
}
