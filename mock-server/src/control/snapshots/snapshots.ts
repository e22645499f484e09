import type { Snapshot } from '../../kernel/world.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { Type } from '../../wire/type.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import { markJournal } from '../rewind/mark.ts'

/** A state of an account that was given a name. */
export interface NamedSnapshot {
  readonly state: Snapshot
  /** The account's time when it was taken, in microseconds since the epoch. */
  readonly at: number
  /** The number of the last call before it. */
  readonly request: number
  readonly tickets: number
}

/** A snapshot as it is listed. */
export interface SnapshotRow {
  readonly name: string
  /** The account's time when it was taken: the time to which its clock goes back. */
  readonly at: string
  /** The number of the last call before it, as in the journal. */
  readonly request: number
  readonly tickets: number
}

/** So many snapshots one account keeps. */
export const SNAPSHOT_LIMIT = 100

export const SnapshotBody = Type.Object(
  {
    name: Type.String({
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
      description: 'Up to 64 letters, digits, dots, dashes and underscores.',
    }),
  },
  { additionalProperties: false },
)

const toRow = (name: string, { at, request, tickets }: NamedSnapshot): SnapshotRow => ({
  name,
  at: formatDatetime(at),
  request,
  tickets,
})

/** The snapshots of an account, oldest first. */
export const listSnapshots = ({ snapshots }: AccountTenant): SnapshotRow[] =>
  [...snapshots].map(([name, snapshot]) => toRow(name, snapshot))

/** A snapshot by its name. Throws a ControlError (404) that lists those there are. */
export function findSnapshot({ snapshots }: AccountTenant, name: string): NamedSnapshot {
  const snapshot = snapshots.get(name)
  if (snapshot !== undefined) return snapshot
  const names = [...snapshots.keys()].slice(0, 20).join(', ')
  throw new ControlError(404, `There is no snapshot "${name}". There are: ${names || 'none'}.`, 'snapshot')
}

/** Gives the state of an account a name. It costs the same whatever the account holds. */
export function takeSnapshot({ world, snapshots, calls }: AccountTenant, name: string): SnapshotRow {
  checked(SnapshotBody, { name }, 'snapshot')
  if (snapshots.has(name))
    throw new ControlError(409, `name: there is a snapshot "${name}" already; delete it first.`, 'name')
  if (snapshots.size >= SNAPSHOT_LIMIT) {
    throw new ControlError(
      409,
      `The account has ${SNAPSHOT_LIMIT} snapshots, as many as it keeps: delete one first.`,
    )
  }
  const snapshot: NamedSnapshot = {
    state: world.snapshot(),
    at: world.now,
    request: calls,
    tickets: world.rows.tickets.size,
  }
  snapshots.set(name, snapshot)
  return toRow(name, snapshot)
}

/** Forgets a snapshot. */
export function removeSnapshot(tenant: AccountTenant, name: string): void {
  findSnapshot(tenant, name)
  tenant.snapshots.delete(name)
}

/**
 * Puts the account back to a snapshot, as often as wanted. Its key stays, and so do faults and the journal,
 * which gets a mark; the rate buckets are empty.
 */
export function restoreSnapshot(accounts: Accounts, tenant: AccountTenant, name: string): SnapshotRow {
  const snapshot = findSnapshot(tenant, name)
  // What came later has not happened: the mark is the step to this state.
  tenant.steps.dropAfter(snapshot.request)
  accounts.goBack(tenant, snapshot.state)
  markJournal(tenant, `/snapshots/${name}/restore`)
  return toRow(name, snapshot)
}
