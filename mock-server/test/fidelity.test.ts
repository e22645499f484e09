import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FIDELITY, renderFidelity } from '../src/index.ts'
import type { FidelityRecord } from '../src/index.ts'
import { OPERATION_FIDELITY } from '../src/resources/fidelity.ts'
import { OPERATION_IDS } from '../src/wire/catalogue.ts'
import { call, expectStatus } from './support/api.ts'
import { bareApi } from './support/operations.ts'
import { testServer } from './support/server.ts'
import { testNames } from './support/test-names.ts'

const ROOT = join(import.meta.dirname, '../..')
const { url } = await testServer()

const subjects = (records: readonly FidelityRecord[]) => new Set(records.map(({ subject }) => subject))

/** What does not hold of a record's test. Each file is read once. */
function testProblems(records: readonly FidelityRecord[]): string[] {
  const names = new Map<string, readonly string[]>()
  return records.flatMap(({ subject, test: { file, name } }) => {
    const path = join(ROOT, file)
    if (!file.endsWith('.test.ts') || !existsSync(path)) return [`${subject}: there is no test file ${file}`]
    if (!names.has(file)) names.set(file, testNames(readFileSync(path, 'utf8')))
    const found = names.get(file)?.filter((other) => other === name).length ?? 0
    return found === 1 ? [] : [`${subject}: ${file} has ${found} tests "${name}"`]
  })
}

/** What does not hold between operations and their records. */
function operationProblems(records: readonly FidelityRecord[], built: readonly string[]): string[] {
  const known = subjects(records)
  return [
    ...built.filter((id) => !known.has(id)).map((id) => `${id} has no record`),
    ...[...known].filter((id) => !built.includes(id)).map((id) => `there is no operation ${id}`),
  ]
}

const [sample] = OPERATION_FIDELITY
const broken = (changes: Partial<FidelityRecord>) => [...(sample ? [{ ...sample, ...changes }] : [])]

describe('the ledger', () => {
  it('has a record of each operation that is built, and of none that is not', async () => {
    const { app, operations } = await bareApi()
    await app.close()
    const built = operations.map(({ operationId }) => operationId)
    expect(operationProblems(OPERATION_FIDELITY, built)).toEqual([])
    expect(operationProblems(broken({ subject: 'danceTicket' }), ['createTicket'])).toEqual([
      'createTicket has no record',
      'there is no operation danceTicket',
    ])
    const behaviours = FIDELITY.filter((record) => !OPERATION_FIDELITY.includes(record))
    expect([...subjects(behaviours)].filter((subject) => OPERATION_IDS.has(subject))).toEqual([])
  })

  it('names tests that exist, by their full names', () => {
    expect(testProblems(FIDELITY)).toEqual([])
    const file = 'mock-server/test/fidelity.test.ts'
    const own = 'the ledger names tests that exist, by their full names'
    expect(testProblems(broken({ test: { file, name: own } }))).toEqual([])
    expect(testProblems(broken({ test: { file, name: 'no such test' } }))).toHaveLength(1)
    expect(testProblems(broken({ test: { file: 'mock-server/test/gone.test.ts', name: own } }))).toHaveLength(
      1,
    )
  })

  it('says each thing once', () => {
    const said = FIDELITY.map(({ area, subject, aspect }) => `${area}: ${subject}: ${aspect}`)
    expect(said.filter((text, i) => said.indexOf(text) !== i)).toEqual([])
  })

  it('has no recorded fact without a record of it, and no comparison with what was not recorded', () => {
    const seen = /^(recorded|live accounts|public clients)/
    const written = /^(reference|older reference|documentation|help centre|pricing page|change log)/
    const wrong = FIDELITY.filter(({ standing, source, compared }) => {
      if (standing === 'recorded' && !seen.test(source)) return true
      if (standing === 'documented' && !written.test(source)) return true
      if (standing === 'inferred' && (seen.test(source) || written.test(source))) return true
      return (
        compared !== null && !(/^\d{4}-\d\d-\d\d$/.test(compared) && source.startsWith('recorded answers'))
      )
    })
    expect(wrong).toEqual([])
  })

  it('is served whole by the control plane', async () => {
    const answer = expectStatus(await call(url, 'GET', '/_control/v1/fidelity'), 200)
    expect(answer.json).toEqual({ data: FIDELITY })
  })

  it('stands beside each operation in the document of the API', async () => {
    const { paths } = (await call(url, 'GET', '/openapi.json')).json as {
      paths: Record<string, Record<string, { operationId: string; 'x-fidelity'?: { standing: string }[] }>>
    }
    const operations = Object.values(paths).flatMap((path) => Object.values(path))
    expect(new Set(operations.map(({ operationId }) => operationId))).toEqual(subjects(OPERATION_FIDELITY))
    for (const { operationId, 'x-fidelity': shown } of operations) {
      const records = FIDELITY.filter(({ subject }) => subject === operationId)
      expect(shown).toEqual(records.map(({ aspect, standing }) => ({ aspect, standing })))
    }
  })

  it('is what docs/reference/fidelity.md shows (vitest run -u writes it anew)', async () => {
    await expect(renderFidelity(FIDELITY)).toMatchFileSnapshot('../../docs/reference/fidelity.md')
  })
})

it('the names of tests are read from their text as the runner knows them', () => {
  const source = `
it('alone', () => {})
describe('a group', () => {
  it("holds somebody's test", async () => {})
  it.each([['a', () => 'b']])(
    'takes %s',
    async () => {},
  )
})
test.for([1])('after the group', () => {})
`
  expect(testNames(source)).toEqual([
    'alone',
    "a group holds somebody's test",
    'a group takes %s',
    'after the group',
  ])
})
