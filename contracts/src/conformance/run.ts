import { startMockServer } from '@gorgias-harness/mock-server'
import type { MockServer } from '@gorgias-harness/mock-server'
import type { Case } from './case.ts'
import { customerCases } from './cases/customers.ts'
import { errorCases } from './cases/errors.ts'
import { otherCases } from './cases/others.ts'
import { ticketCases } from './cases/tickets.ts'
import { compareShapes } from './differences.ts'
import type { Difference } from './differences.ts'
import { KNOWN } from './known.ts'
import type { KnownDifference } from './known.ts'
import type { RecordedAnswer } from './recordings.ts'
import { shapeOf, widenShape } from './shape.ts'
import type { Shape } from './shape.ts'
import { createStage } from './stage.ts'
import type { Answer } from './stage.ts'

/** Every recorded answer that the simulator is held against. */
export const CASES: readonly Case[] = [...ticketCases, ...customerCases, ...otherCases, ...errorCases]

/** A difference, with its reason if it is a known one. */
export interface ReportedDifference extends Difference {
  readonly reason: string | null
}

/** How the simulator's answer compares with one recorded answer. */
export interface CaseReport {
  readonly recording: string
  /** Nothing but known differences, and all of these. */
  readonly conforms: boolean
  readonly differences: readonly ReportedDifference[]
  /** Known differences that do not occur (any more). */
  readonly outdated: readonly string[]
  /** Why the call could not be made; null if it could. */
  readonly trouble: string | null
}

type Shapes = ReadonlyMap<string, RecordedAnswer>

const MEANWHILE = '2026-09-01T09:00:00.250Z'

function statusDifference(one: Case, recorded: RecordedAnswer, { status, text }: Answer): Difference[] {
  // The proxy of the recordings shows every JSON 2xx as 200: what it hides, the documented habit says.
  const told = recorded.status === 200 || recorded.status === null ? one.status : recorded.status
  if (status === told) return []
  return [{ kind: 'status', at: '', recorded: String(told), simulated: `${status}: ${text.slice(0, 200)}` }]
}

const CALL_LIMIT = 'x-gorgias-account-api-call-limit'

function headerDifferences({ headers, content_type }: RecordedAnswer, answer: Answer): Difference[] {
  const difference = (at: string, recorded: string, simulated = 'not there'): Difference => ({
    kind: 'header',
    at,
    recorded,
    simulated,
  })
  const { 'content-type': type, [CALL_LIMIT]: limit } = answer.headers
  return [
    ...(headers ?? []).filter((name) => !(name in answer.headers)).map((name) => difference(name, 'there')),
    ...(content_type !== null && type !== content_type
      ? [difference('content-type', content_type, type)]
      : []),
    ...(headers?.includes(CALL_LIMIT) === true && !/^\d+\/\d+$/.test(String(limit))
      ? [difference(CALL_LIMIT, 'used/limit', limit)]
      : []),
  ]
}

/** The body as JSON; undefined where it is none. */
function readBody({ text }: Answer): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function bodyDifferences(one: Case, recorded: RecordedAnswer, answer: Answer, shapes: Shapes): Difference[] {
  const json = readBody(answer)
  const shown = json === undefined || one.part === undefined ? json : one.part(json)
  const words = (there: boolean) => (there ? 'JSON' : 'empty, or no JSON')
  if (recorded.body === null || shown === undefined) {
    if (recorded.body === null && shown === undefined) return []
    return [
      {
        kind: 'type',
        at: '',
        recorded: words(recorded.body !== null),
        simulated: words(shown !== undefined),
      },
    ]
  }
  const others = (one.alike ?? [])
    .map((name) => shapes.get(name)?.body)
    .filter((shape): shape is Shape => shape !== undefined && shape !== null)
  return compareShapes(widenShape(recorded.body, others), shapeOf(JSON.parse(JSON.stringify(shown))))
}

const isOf = (
  { recordings, kind, at }: KnownDifference,
  recording: string,
  difference: Difference,
): boolean => recordings.includes(recording) && kind === difference.kind && at.includes(difference.at)

async function runCase(server: MockServer, one: Case, shapes: Shapes): Promise<CaseReport> {
  const { recording } = one
  const broken = (trouble: string): CaseReport => ({
    recording,
    conforms: false,
    differences: [],
    outdated: [],
    trouble,
  })
  const recorded = shapes.get(recording)
  if (recorded === undefined) return broken('There is no shape of this recording.')
  let answer: Answer
  try {
    answer = await one.call(createStage(server, server.accounts.create()))
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error))
  }
  const wrongStatus = statusDifference(one, recorded, answer)
  // What is refused looks like nothing that was recorded.
  const found =
    wrongStatus.length > 0
      ? wrongStatus
      : [...headerDifferences(recorded, answer), ...bodyDifferences(one, recorded, answer, shapes)]
  const differences = found.map((difference) => ({
    ...difference,
    reason: KNOWN.find((known) => isOf(known, recording, difference))?.reason ?? null,
  }))
  const outdated = KNOWN.filter(({ recordings }) => recordings.includes(recording)).flatMap((known) =>
    known.at
      .filter((at) => !found.some((difference) => difference.at === at && isOf(known, recording, difference)))
      .map((at) => `${known.kind} ${at}`),
  )
  const conforms = outdated.length === 0 && differences.every(({ reason }) => reason !== null)
  return { recording, conforms, differences, outdated, trouble: null }
}

/**
 * Holds the simulator against the shapes of recorded answers: each on a fresh account, over HTTP.
 *
 * Compared are statuses, names of headers, keys and their order, types, and what can be null; never a value.
 *
 * @example
 * const reports = await checkConformance(await readShapes())
 * reports.filter(({ conforms }) => !conforms)
 */
export async function checkConformance(
  shapes: Shapes,
  cases: readonly Case[] = CASES,
): Promise<CaseReport[]> {
  const server = await startMockServer({ clock: 'virtual', now: MEANWHILE, rateLimit: 'off' })
  try {
    const reports: CaseReport[] = []
    for (const one of cases) reports.push(await runCase(server, one, shapes))
    return reports
  } finally {
    await server.close()
  }
}
