import type { AccountTenant } from '../accounts/tenant.ts'

/**
 * Writes into the journal that the account went back: what stands before it has happened, but the account does
 * not know of it any more. The entry has no operation, and a number of its own among the calls.
 *
 * @param path of the control plane, below the account
 */
export function markJournal(tenant: AccountTenant, path: string): void {
  const { journal, name, world } = tenant
  const id = tenant.nextRequestId()
  journal.append(
    {
      id,
      at: world.now,
      answered_at: world.now,
      duration_ms: 0,
      operation: null,
      method: 'POST',
      path: `/_control/v1/accounts/${name}${path}`,
      status: 200,
      cause: { kind: 'control', id: 'back', name: path },
      request_id: '',
      user_id: null,
      client_id: null,
      fault_id: null,
      scheme: 'http',
      hung_up: false,
      broken: false,
    },
    { headers: null, request: null, response: null },
  )
}
