import { formatDatetime } from '../../wire/datetimes.ts'
import { Type } from '../../wire/type.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import { markJournal } from './mark.ts'
import type { Step } from './steps.ts'

/** More states than this no account keeps: each holds on to what its call has changed since. */
export const REWIND_LIMIT = 1000

/** A call to the state after which the account can go back. */
export interface StepRow {
  /** Its number in the journal. */
  readonly request: number
  /** Null for a call that was refused, or is not answered yet, and for the mark of going back. */
  readonly operation: string | null
  readonly at: string
}

/** What can be reached. */
export interface RewindReading {
  /** After so many calls the state is kept: the option `rewind`. */
  readonly limit: number
  readonly data: readonly StepRow[]
}

const toRow = ({ request, operation, at }: Step): StepRow => ({ request, operation, at: formatDatetime(at) })

export const RewindBody = Type.Object(
  { request: Type.Integer({ minimum: 1, description: "The call's number in the journal." }) },
  { additionalProperties: false },
)

/** The calls to which an account can go back, oldest first. */
export const readRewind = ({ steps }: AccountTenant): RewindReading => ({
  limit: steps.limit,
  data: steps.list().map(toRow),
})

/**
 * Puts the account back to the state right after a call. What came later has not happened; the journal still
 * tells of it, and gets a mark.
 *
 * @throws {ControlError} 409 where that state is not kept (any more)
 */
export function rewind(accounts: Accounts, tenant: AccountTenant, request: number): StepRow {
  checked(RewindBody, { request }, 'rewind')
  const { steps, calls } = tenant
  const [oldest] = steps.list()
  const step = steps.after(request)
  if (step === undefined || request > calls) {
    const reason =
      steps.limit === 0
        ? 'no states are kept: start with --rewind N (in the library, rewind: N)'
        : oldest === undefined
          ? 'no call has been made that could be gone back to'
          : `there are states from request ${oldest.request} to ${calls} (see GET rewind)`
    throw new ControlError(409, `request: the account cannot go back to ${request}: ${reason}.`, 'request')
  }
  steps.dropAfter(request)
  accounts.goBack(tenant, step.state)
  steps.resume(tenant.world.snapshot())
  markJournal(tenant, '/rewind')
  return toRow(step)
}
