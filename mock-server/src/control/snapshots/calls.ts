import type { Accounts } from '../accounts/accounts.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import type { AccountDocument } from '../export/document.ts'
import { exportAccount } from '../export/export.ts'
import type { ExportOptions } from '../export/export.ts'
import { readRewind, rewind } from '../rewind/rewind.ts'
import type { RewindReading, StepRow } from '../rewind/rewind.ts'
import { listSnapshots, removeSnapshot, restoreSnapshot, takeSnapshot } from './snapshots.ts'
import type { SnapshotRow } from './snapshots.ts'

/** What the library offers of this subject. */
export const snapshotCalls = (accounts: Accounts, tenant: () => AccountTenant) => ({
  /**
   * Gives the state of the account a name, to come back to or to fork. Costs the same whatever it holds.
   *
   * @throws {ControlError} 409 where the name is taken
   * @example
   * account.snapshot('paid')
   * account.restore('paid')
   * const other = account.fork({ snapshot: 'paid' })
   */
  snapshot(name: string): SnapshotRow {
    return takeSnapshot(tenant(), name)
  },

  /** The snapshots, oldest first. */
  snapshots(): SnapshotRow[] {
    return listSnapshots(tenant())
  },

  removeSnapshot(name: string): void {
    removeSnapshot(tenant(), name)
  },

  /** Back to a snapshot, as often as wanted. Key, faults and journal stay; the rate buckets are empty. */
  restore(name: string): SnapshotRow {
    return restoreSnapshot(accounts, tenant(), name)
  },

  /** The calls to the state after which the account can go back: with the option `rewind`. */
  readRewind(): RewindReading {
    return readRewind(tenant())
  },

  /**
   * Back to the state right after a call, by its number in the journal. Key, faults and journal stay.
   *
   * @throws {ControlError} 409 where that state is not kept
   */
  rewind(request: number): StepRow {
    return rewind(accounts, tenant(), request)
  },

  /**
   * The account as one JSON document, but for its past and its journal. `accounts.create({ seed: document })`
   * brings it back, here or on another server: what happens to it then happens as it would have here.
   */
  export(options: ExportOptions = {}): AccountDocument {
    return exportAccount(tenant(), options)
  },
})
