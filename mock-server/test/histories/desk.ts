import { buildApp } from '../../src/app.ts'
import { accountOf } from '../../src/control/account.ts'
import type { Account } from '../../src/control/account.ts'
import { ControlError } from '../../src/control/errors.ts'
import type { Helpdesk } from '../../src/helpdesk/model/helpdesk.ts'
import type { Seed } from '../../src/index.ts'
import { testAccounts } from '../support/worlds.ts'
import { AGENTS, MACRO, ROBIN, SECRET, TAGS, TEAM, TEMPLATES } from './names.ts'
import type { Story } from './step.ts'

const SEED: Seed = {
  plan: 'basic',
  users: AGENTS.map((email) => ({ name: email, email, role: 'agent' })),
  teams: [{ name: 'All', members: [...AGENTS] }],
  tags: [...TAGS],
}

const MACROS = [
  {
    name: 'Refund',
    actions: [
      { name: 'setResponseText', arguments: { body_text: 'Refunded, {{ticket.customer.firstname}}.' } },
      { name: 'addTags', arguments: { tags: 'refund' } },
      { name: 'setStatus', arguments: { status: 'closed' } },
    ],
  },
  {
    name: 'Talk',
    actions: [
      { name: 'setResponseText', arguments: { body_html: `<p>${TEMPLATES.join('</p><p>')}</p>` } },
      { name: 'addInternalNote', arguments: { body_text: `${SECRET}M {{message.body_text}}` } },
      { name: 'snoozeTicket', arguments: { snooze_timedelta: '2h' } },
    ],
  },
]

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const ORIGIN = 'acme'

/** A simulator in this process, without a socket, and an account of which every history gets a copy. */
export async function openServer() {
  const failures: unknown[] = []
  const onFailure = (error: unknown) => void failures.push(error)
  // Enough for rules and robots that go on for weeks: what is forgotten cannot be told.
  const accounts = testAccounts({ history: 1_000_000, onFailure })
  const app = await buildApp({ accounts, onFailure })
  accounts.create({ subdomain: ORIGIN, seed: SEED })
  const server = {
    accounts,
    /** What went wrong inside: nothing may. */
    failures,
    close: () => app.close().then(() => accounts.close()),
    async call(authorization: string, method: Method, url: string, body?: unknown) {
      const answer = await app.inject({
        method,
        url,
        headers: { authorization },
        ...(body !== undefined && { payload: body as object }),
      })
      return { status: answer.statusCode, text: answer.body }
    },
  }
  const { authorization } = accountOf(accounts, ORIGIN)
  for (const macro of MACROS) await server.call(authorization, 'POST', '/api/macros', macro)
  return server
}

export type Server = Awaited<ReturnType<typeof openServer>>

/** A simulated account as those who make a history use it. */
export interface Desk {
  readonly account: Account
  readonly world: Helpdesk
  /** How much of what was asked for was done. */
  readonly accepted: () => number
  /** A call of the API: undefined where it is declined, an error where it fails. */
  readonly call: (method: Method, url: string, body?: unknown) => Promise<unknown>
  /** A call of the control plane, which may decline it. */
  readonly ask: (run: () => unknown) => void
  /** Ends the API key in use; with `again` there is a new one from then on. */
  readonly endKey: (again: boolean) => void
  /** A word of which nobody but the team may hear. */
  readonly secret: () => string
  /** The tickets that there are, the oldest first. */
  readonly tickets: () => number[]
  /** Fills in what could only be named by its id. */
  readonly named: (code: string) => string
  readonly close: () => void
}

/** A fresh copy of the account for one history. */
export function openDesk(server: Server, { effects }: Pick<Story, 'effects'>): Desk {
  const { accounts } = server
  const { name, world } = accounts.create({ from: ORIGIN, subdomain: 'copy' })
  const account = accountOf(accounts, name)
  world.transact({ kind: 'seed', id: 'effects' }, () => world.rows.accounts.patch(1, { effects }))
  const { email, api_key } = account.credentials
  const robin = world.rows.users.first('byEmail', [AGENTS[0]])?.id
  const team = world.rows.teams.first('byName', ['All'])?.id
  const macro = world.rows.macros.first('byName', ['Talk'])?.id
  let accepted = 0
  let key = { id: account.keys().at(-1)?.id ?? 0, text: api_key }
  let secrets = 0

  return {
    account,
    world,
    accepted: () => accepted,
    async call(method, url, body) {
      const authorization = `Basic ${Buffer.from(`${email}:${key.text}`).toString('base64')}`
      const { status, text } = await server.call(authorization, method, url, body)
      if (status >= 500) throw new Error(`${method} ${url} ${JSON.stringify(body)} is a ${status}: ${text}`)
      if (status >= 300) return undefined
      accepted += 1
      return text === '' ? undefined : (JSON.parse(text) as unknown)
    },
    ask(run) {
      try {
        run()
        accepted += 1
      } catch (error) {
        if (!(error instanceof ControlError)) throw error
      }
    },
    endKey(again) {
      if (again && account.keys().some(({ id, active }) => id === key.id && active)) {
        const { id, api_key: text } = account.resetKey(key.id)
        key = { id, text }
      } else if (again) {
        const owner = world.rows.users.first('byEmail', [email])?.id ?? 0
        const { id, api_key: text } = account.createKey(owner)
        key = { id, text }
      } else account.revokeKey(key.id)
    },
    secret: () => `${SECRET}${(secrets += 1)}`,
    tickets: () => [...world.rows.tickets.values()].map(({ id }) => id),
    named: (code) =>
      code.replaceAll(ROBIN, String(robin)).replaceAll(TEAM, String(team)).replaceAll(MACRO, String(macro)),
    close: () => accounts.delete(name),
  }
}
