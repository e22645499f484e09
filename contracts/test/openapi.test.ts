import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { unreleasedOf, unsaidChanges } from '../src/openapi/changelog.ts'
import { committedDocument, generateDocument } from '../src/openapi/document.ts'
import { run } from './support/run.ts'

const exec = promisify(execFile)
const generated = await generateDocument()
const committed = await readFile(committedDocument, 'utf8')

interface Document {
  paths: Record<string, Record<string, { operationId: string; parameters?: object[] }>>
}

/** A folder for one test, with an older document and a changelog in it. */
async function folderWith(change: (document: Document) => void, unreleased: string) {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-'))
  const document = JSON.parse(generated) as Document
  change(document)
  const [base, changelog] = [join(folder, 'base.json'), join(folder, 'CHANGELOG.md')]
  await writeFile(base, JSON.stringify(document))
  await writeFile(changelog, `# Changelog\n\n## [Unreleased]\n\n${unreleased}\n\n## [0.0.1]\n\n- Nothing.\n`)
  return { base, changelog, folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

/** As if the document had had an operation that is gone now. */
const hadMore = ({ paths }: Document): void => {
  paths['/api/pickups'] = { get: { operationId: 'listPickups' } }
}
const LINE = '- listPickups: there is no GET /api/pickups any more'

describe('the committed copy of the OpenAPI document', () => {
  it('is the document that the simulator serves (gorgias-contracts openapi --write writes it anew)', () => {
    expect(committed === generated, 'It is out of date: npx gorgias-contracts openapi --write').toBe(true)
  })

  it('passes the rules of redocly without a word', async () => {
    const cli = join(
      dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')),
      'bin/cli.js',
    )
    const config = join(import.meta.dirname, '../redocly.yaml')
    const { stdout } = await exec(
      process.execPath,
      [cli, 'lint', '--config', config, '--format=json', committedDocument],
      { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
    )
    const { totals, problems } = JSON.parse(stdout) as { totals: object; problems: unknown[] }
    expect(problems).toEqual([])
    expect(totals).toMatchObject({ errors: 0, warnings: 0 })
  })
})

/** Where this branch left the others, or the commit before; undefined without a history. */
async function lastRevision(): Promise<string | undefined> {
  const git = async (...args: string[]): Promise<string | undefined> => {
    try {
      return (await exec('git', ['-C', import.meta.dirname, ...args])).stdout.trim()
    } catch {
      return undefined
    }
  }
  const fork = await git('merge-base', 'HEAD', 'origin/main')
  const [head, before] = [await git('rev-parse', 'HEAD'), await git('rev-parse', '--verify', 'HEAD^')]
  return fork === undefined || fork === head ? before : fork
}

const revision = await lastRevision()
if (revision === undefined)
  console.log('skipped: the check for breaking changes (git knows no earlier commit)')

describe.skipIf(revision === undefined)('what changed since the last revision', () => {
  it('breaks nothing that the changelog does not tell', async () => {
    const { code, err } = await run('openapi', '--check', revision ?? '')
    expect(code, err).toBe(0)
  })
})

describe('gorgias-contracts openapi', () => {
  it('prints the document', async () => {
    expect(await run('openapi')).toEqual({ code: 0, out: generated, err: '' })
  })

  it('writes the document to a file', async () => {
    await using place = await folderWith(() => undefined, '')
    const file = join(place.folder, 'written.json')
    expect(await run('openapi', '--write', file)).toMatchObject({ code: 0, out: '' })
    expect(await readFile(file, 'utf8')).toBe(generated)
  })

  it('lets pass what breaks nothing', async () => {
    await using place = await folderWith(({ paths }) => delete paths['/api/search'], '')
    const { code, out, err } = await run('openapi', '--check', place.base, '--changelog', place.changelog)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe('ok        search: POST /api/search is new\nDifferences: 1, breaking: 0.\n')
  })

  it('ends with 1 for a breaking change that the changelog does not tell, and says the line', async () => {
    await using place = await folderWith(hadMore, '- Something else.')
    const { code, out, err } = await run('openapi', '--check', place.base, '--changelog', place.changelog)
    expect(code).toBe(1)
    expect(out).toMatch(/^BREAKING {2}listPickups: there is no GET/)
    expect(err).toContain(`\n${LINE}\n`)
  })

  it('lets a breaking change pass that the changelog tells below Unreleased', async () => {
    await using place = await folderWith(hadMore, `### Removed\n\n${LINE.replace('GET', '`GET`')}`)
    const { code, err } = await run('openapi', '--check', place.base, '--changelog', place.changelog)
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('says the changes in one line of JSON', async () => {
    await using place = await folderWith(hadMore, '')
    const { out } = await run('openapi', '--check', place.base, '--changelog', place.changelog, '--json')
    expect(JSON.parse(out)).toMatchObject({ changes: [{ breaking: true }], unsaid: [{ breaking: true }] })
    expect(out.trimEnd()).not.toContain('\n')
  })

  it('ends with 2 and one line where there is nothing to compare with', async () => {
    await using place = await folderWith(() => undefined, '')
    const broken = join(place.folder, 'broken.json')
    await writeFile(broken, '{}')
    const bare = join(place.folder, 'bare.md')
    await writeFile(bare, '# Changelog\n')
    for (const [args, words] of [
      [['--check', 'no-such-base'], /"no-such-base" is neither a file nor a revision/],
      [['--check', '--upload-pack=x'], /"--upload-pack=x" is neither a file nor a revision/],
      [['--check', broken], /is none: it needs "paths"/],
      [['--check', place.base, '--changelog', bare], /has no section "## \[Unreleased\]"/],
      [['--write', join(place.folder, 'no/such/folder.json')], /cannot be written/],
    ] as const) {
      const { code, out, err } = await run('openapi', ...args)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(words)
      expect(err.trimEnd().split('\n')).toHaveLength(1)
    }
  })
})

describe('the changelog', () => {
  const changes = [{ what: '`a` is gone', breaking: true, operations: ['getTag', 'listTags'] }]

  it('tells a breaking change in its unreleased part only, whatever the line breaks', () => {
    const told = '## [Unreleased]\n\n- getTag,\n  listTags: a is gone\n'
    expect(unsaidChanges(changes, `${told}\n## [1.0.0]\n`)).toEqual([])
    expect(unsaidChanges(changes, `## [Unreleased]\n\n## [1.0.0]\n${told.slice(16)}`)).toEqual(changes)
    expect(unsaidChanges(changes, told.replace('listTags', 'listTag'))).toEqual(changes)
  })

  it('is read to its end where nothing was released yet', () => {
    expect(unreleasedOf('# Changelog\n\n## [Unreleased]\n\n- One\n')).toBe('\n\n- One\n')
    expect(unreleasedOf('# Changelog\n')).toBeUndefined()
  })
})
