import { isRecord } from '../is-record.ts'

const MAX_TEXT = 300

/** What Pact says about one interaction. */
export interface InteractionResult {
  readonly description: string
  /** In words; empty if the answer was as the contract has it. */
  readonly mismatches: readonly string[]
}

/** Reads one entry of Pact's `interactionResults`; `undefined` if it is none. */
export function readResult(result: unknown): InteractionResult | undefined {
  if (!isRecord(result)) return undefined
  const { description } = result
  if (typeof description !== 'string') return undefined
  if (result.result === 'OK') return { description, mismatches: [] }
  const mismatches = words(result.mismatch)
  return { description, mismatches: mismatches.length > 0 ? mismatches : ['Pact gives no reason'] }
}

function words(mismatch: unknown): string[] {
  if (!isRecord(mismatch)) return []
  if (Array.isArray(mismatch.mismatches)) return mismatch.mismatches.map(inWords)
  return typeof mismatch.message === 'string' ? [`no answer to compare: ${shorten(mismatch.message)}`] : []
}

/** Where it is, and what Pact expected and found there. */
function inWords(entry: unknown): string {
  const mismatch = isRecord(entry) ? entry : {}
  const said = shorten(mismatch.mismatch ?? entry).replace(/^Mismatch with header '[^']*': /, '')
  switch (mismatch.type) {
    case 'StatusMismatch':
      return `status: ${said}`
    case 'HeaderMismatch':
      return `header ${shorten(mismatch.key)}: ${said}`
    case 'BodyMismatch':
      return `body ${shorten(mismatch.path)}: ${said}`
    case 'BodyTypeMismatch':
      return `body: ${said}`
    default:
      return said
  }
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= MAX_TEXT ? line : `${line.slice(0, MAX_TEXT)}…`
}
