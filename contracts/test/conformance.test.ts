import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KNOWN } from '../src/conformance/known.ts'
import { readShapes } from '../src/conformance/recordings.ts'
import type { RecordedAnswer } from '../src/conformance/recordings.ts'
import { CASES, checkConformance } from '../src/conformance/run.ts'
import type { CaseReport } from '../src/conformance/run.ts'
import { readShape, writeShape } from '../src/conformance/shape-text.ts'
import { run } from './support/run.ts'

const shapes = await readShapes()

/** The report of one recording whose shape is other than it is. */
async function reportOf(
  recording: string,
  change: (answer: RecordedAnswer) => Partial<RecordedAnswer>,
): Promise<CaseReport | undefined> {
  const answer = shapes.get(recording)
  if (answer === undefined) throw new Error(`There is no shape of ${recording}.`)
  const changed = new Map([...shapes, [recording, { ...answer, ...change(answer) }]])
  const [report] = await checkConformance(
    changed,
    CASES.filter((one) => one.recording === recording),
  )
  return report
}

describe('the simulator', () => {
  it('answers as Gorgias was recorded to answer, but for the differences that are known', async () => {
    const reports = await checkConformance(shapes)
    const bad = reports.filter(({ conforms }) => !conforms)
    expect(
      bad.map(({ recording, differences, outdated, trouble }) => ({
        recording,
        trouble,
        outdated,
        differences: differences.filter(({ reason }) => reason === null),
      })),
    ).toEqual([])
  })

  it('is held against every recording that there is', () => {
    expect(CASES.map(({ recording }) => recording).toSorted()).toEqual([...shapes.keys()])
  })
})

describe('a difference', () => {
  it('that is listed and does not occur any more is told', async () => {
    const recording = 'user.create.2025'
    expect(KNOWN.find(({ recordings }) => recordings.includes(recording))).toMatchObject({
      at: ['client_id'],
    })
    const report = await reportOf(recording, ({ body }) => {
      const written = (body === null ? {} : writeShape(body)) as { keys: Record<string, unknown> }
      const { uri, ...keys } = written.keys
      return { body: readShape({ ...written, keys: { ...keys, client_id: 'null', uri } }) }
    })
    expect(report).toMatchObject({ conforms: false, differences: [], outdated: ['extra client_id'] })
  })

  it.each([
    ['a status', { status: 404 }, { kind: 'status', recorded: '404' }],
    ['a header', { headers: ['x-new'] }, { kind: 'header', at: 'x-new' }],
    ['a content type', { content_type: 'text/plain' }, { kind: 'header', at: 'content-type' }],
    ['an empty body', { body: null }, { kind: 'type', at: '' }],
    [
      'a key',
      { body: readShape({ type: 'object', keys: { color: 'string' } }) },
      { kind: 'missing', at: 'color' },
    ],
  ])('of %s is told, with what was recorded', async (_what, change, expected) => {
    const report = await reportOf('tag.create.2026', () => change)
    expect(report?.conforms).toBe(false)
    expect(report?.differences).toContainEqual(expect.objectContaining({ ...expected, reason: null }))
  })
})

describe('gorgias-contracts conformance', () => {
  it('has a line for each recording, and ends with 0', async () => {
    const { code, out, err } = await run('conformance', '--recording', 'error')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('ok      error.401-unauthenticated.2026\n')
    expect(out).not.toContain('errors.docs-2020-bodies.503\n          type')
    expect(out).toMatch(/^8 of 8 recordings are answered alike; \d+ differences are known\.$/m)
  })

  it('tells the known differences with their reasons if it is asked to', async () => {
    const { out } = await run('conformance', '--recording', 'user.create', '--known')
    expect(out).toMatch(/^ {10}extra client_id: recorded not there, simulated there \(known: .+\)$/m)
  })

  it('ends with 1 where an answer is not as it was recorded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shapes-'))
    const shape = {
      status: 200,
      headers: null,
      content_type: null,
      body: { type: 'object', keys: { id: 'string' } },
    }
    await writeFile(join(folder, 'tag.create.2026.json'), JSON.stringify(shape))
    const { code, out } = await run('conformance', '--shapes', folder, '--recording', 'tag.create', '--json')
    await rm(folder, { recursive: true })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject([{ recording: 'tag.create.2026', conforms: false }])
  })

  it.each([
    [['--recording', 'nothing'], /No recording has "nothing" in its name\. There are: /],
    [['--shapes', 'no-such-folder'], /in no-such-folder cannot be read/],
  ])('ends with 2 and one line where it cannot compare: %j', async (args, words) => {
    const { code, out, err } = await run('conformance', ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(words)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })
})
