import { basic, callProvider } from './control-plane.ts'
import type { Account, ControlPlane, Credentials } from './control-plane.ts'

/** What the request of an interaction is sent with. The address is not among it: that one is given. */
export interface Presented extends Credentials {
  /** The `Host` header, where it is to name somebody else than the address does. */
  readonly host?: string
}

/** One interaction's own account, and what a provider state may do with it. */
export interface Stage {
  /** What the request will be sent with. */
  readonly presented: Presented
  /** Changes what the request will be sent with. */
  present(change: Partial<Presented>): void
  /** A call of the account's control plane, such as `control('GET', 'rate-limit')`. */
  control(method: string, path: string, body?: object): Promise<unknown>
  /** A call of the API as the account's admin, such as `api('POST', 'tickets', {...})`. */
  api(method: string, path: string, body?: object): Promise<unknown>
}

/** Sets the stage for one interaction. */
export function createStage(providerUrl: string, plane: ControlPlane, account: Account): Stage {
  let presented: Presented = { email: account.email, apiKey: account.apiKey }
  return {
    get presented() {
      return presented
    },
    present: (change) => {
      presented = { ...presented, ...change }
    },
    control: (method, path, body) => plane.call(method, `accounts/${account.subdomain}/${path}`, body),
    api: (method, path, body) => callProvider(`${providerUrl}/api/${path}`, method, basic(account), body),
  }
}
