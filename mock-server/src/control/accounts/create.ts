import { demoSeed } from '../../seeds/demo.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import { isMeantAsAccount } from '../export/document.ts'
import { readAccountDocument } from '../export/read.ts'
import type { Accounts } from './accounts.ts'
import { ForkOptions, NewAccountBody } from './shapes.ts'
import type { NewAccountOrder } from './shapes.ts'
import type { SeedOption } from './starting-point.ts'
import type { AccountTenant, NewAccount } from './tenant.ts'

/** What a program asks for. An account that was exported is one more kind of seed to it. */
export interface NewAccountOptions extends Omit<NewAccount, 'seed'> {
  readonly seed?: SeedOption
}

/** An account starts from one thing. */
function refuseContradictions({ seed, from, snapshot, import: document }: NewAccountOrder): void {
  const [first, second] = Object.entries({ import: document, from, seed }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  if (second !== undefined)
    throw new ControlError(400, `${second}: an account starts from one thing, and there is ${first}.`, second)
  if (snapshot !== undefined && from === undefined)
    throw new ControlError(400, 'snapshot: name its account as well: {"from": NAME}.', 'snapshot')
}

/**
 * Makes an account: fresh, seeded, as a fork, or as it was exported.
 *
 * @param order held against its schema
 */
export function createAccount(accounts: Accounts, order: NewAccountOrder): AccountTenant {
  refuseContradictions(order)
  const { import: document, seed, ...options } = order
  if (document !== undefined) return accounts.create({ ...options, seed: readAccountDocument(document) })
  return accounts.create({
    ...options,
    ...(seed !== undefined && { seed: seed === 'demo' ? demoSeed : seed }),
  })
}

const isExported = (options: NewAccountOptions | null): boolean => isMeantAsAccount(options?.seed)

/** The same for a program. @throws {ControlError} that names the field */
export function createFor(accounts: Accounts, options: NewAccountOptions = {}): AccountTenant {
  const { seed, ...others } = isExported(options) ? options : {}
  const order = seed === undefined ? options : { ...others, import: seed }
  return createAccount(accounts, checked(NewAccountBody, order, 'options') as NewAccountOrder)
}

/** An independent account in the state of another. @throws {ControlError} that names the field */
export const forkOf = (
  accounts: Accounts,
  from: string,
  options: Omit<NewAccount, 'from' | 'seed'>,
): AccountTenant => accounts.create({ ...checked(ForkOptions, options, 'options'), from })
