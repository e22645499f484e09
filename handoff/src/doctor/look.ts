import { errorEntry } from '../errors.ts'
import type { ApiResult } from '../gorgias/api-result.ts'
import type { OrgConfig } from '../model/config.ts'
import { cleanLine, clip } from '../transcript/clean.ts'
import { finding } from './findings.ts'
import type { Facts, Finding, FindingCode } from './findings.ts'
import type { Reader } from './reader.ts'

/** Far more of a text than is shown; it bounds the work of cleaning it. */
const LONGEST = 20_000

/** One diagnosis under way: what it reads with, and what it has found. */
export interface Look {
  readonly reader: Reader
  readonly config: OrgConfig
  readonly found: Finding[]
  /** Adds a finding. Texts of the account are shortened to one clean line. */
  add(code: FindingCode, facts?: Facts, ids?: Parameters<typeof finding>[2]): void
  /** The value of a call; a failure becomes a finding, for the rest can be looked at all the same. */
  valueOf<T>(what: string, result: ApiResult<T>): T | undefined
}

/** @param scrub takes secrets out of the account's texts. */
export function startLook(reader: Reader, config: OrgConfig, scrub: (text: string) => string): Look {
  const found: Finding[] = []
  const add: Look['add'] = (code, facts = {}, ids) => {
    const shown = Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? clip(scrub(cleanLine(value.slice(0, LONGEST))), 300) : value,
    ])
    found.push(finding(code, Object.fromEntries(shown) as Facts, ids))
  }
  return {
    reader,
    config,
    found,
    add,
    valueOf: (what, result) => {
      if (result.ok) return result.value
      const { code, message } = result.failure
      add('part_unreadable', { what, why: message, hint: errorEntry(code).hint })
      return undefined
    },
  }
}
