import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describeSimulator } from '@gorgias-harness/mock-server'
import { isRecord } from '../is-record.ts'
import { VerificationError } from '../verification-error.ts'

/** The committed copy of the simulator's OpenAPI document. */
export const committedDocument = fileURLToPath(
  new URL('../../openapi/gorgias-simulator.json', import.meta.url),
)

/** The changelog of the repository. */
export const changelogFile = fileURLToPath(new URL('../../../CHANGELOG.md', import.meta.url))

/** The document as the sources generate it now, formatted as it is committed. */
export async function generateDocument(): Promise<string> {
  const { document } = await describeSimulator()
  return `${JSON.stringify(document, null, 2)}\n`
}

/** Writes the document to a file. @throws {VerificationError} `no_base` if the file cannot be written */
export async function writeDocument(file: string): Promise<void> {
  const text = await generateDocument()
  await writeFile(file, text).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new VerificationError('no_base', `The document cannot be written: ${why}.`)
  })
}

/** A text as an OpenAPI document. @throws {VerificationError} `broken_document` */
export function parseDocument(text: string, where: string): object {
  const broken = (why: string) =>
    new VerificationError('broken_document', `The OpenAPI document ${where} ${why}`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw broken(`is no JSON: ${error instanceof Error ? error.message : String(error)}.`)
  }
  if (isRecord(json) && isRecord(json.paths)) return json
  throw broken('is none: it needs "paths".')
}

const run = promisify(execFile)

/** What git answers, or undefined if it declines. */
async function git(...args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['-C', dirname(committedDocument), ...args], {
      maxBuffer: 64 * 1024 * 1024,
    })
    return stdout
  } catch {
    return undefined
  }
}

/**
 * The document to compare with: a file, or the committed copy as it was at a revision of git.
 *
 * @returns undefined if the revision is there but had no such document: there is nothing to compare with
 * @throws {VerificationError} `broken_document`, or `no_base` if it is neither a file nor a revision
 */
export async function readBase(base: string): Promise<object | undefined> {
  if (existsSync(base)) return parseDocument(await readFile(base, 'utf8'), base)
  const revision = base.startsWith('-')
    ? undefined
    : await git('rev-parse', '--verify', '--quiet', `${base}^{commit}`)
  if (revision === undefined) {
    throw new VerificationError(
      'no_base',
      `There is nothing to compare with: "${base}" is neither a file nor a revision that git knows here.`,
    )
  }
  const text = await git('show', `${revision.trim()}:./gorgias-simulator.json`)
  return text === undefined ? undefined : parseDocument(text, `of ${base}`)
}
