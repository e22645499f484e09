import type { AccountTenant } from './accounts/tenant.ts'

/** Runs a change of the control plane as a whole, and what follows from it. */
export function change<T>({ world }: AccountTenant, id: string, run: () => T): T {
  const result = world.transact({ kind: 'control', id }, run)
  world.clock.runDue()
  return result
}
