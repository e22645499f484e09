import type { Fetch, HandoffRequest } from '@gorgias-harness/handoff'
import { createFactory } from '../factory/create-factory.ts'
import type { Factory } from '../factory/create-factory.ts'
import type { Given } from '../format/schema/given.ts'
import { readCast } from './cast.ts'
import type { Cast, UserRow } from './cast.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { startConversation } from './conversation.ts'
import type { Conversation } from './conversation.ts'
import { lookAt, openDesk } from './desk.ts'
import type { Desk } from './desk.ts'
import { toSeed } from './seed.ts'
import { settle } from './settle.ts'
import type { NamedOutcome } from './sight.ts'
import type { OpenSimulator, SimulatedAccount } from './simulator.ts'
import { StoryError } from './story-error.ts'

export interface StagePorts {
  readonly openSimulator: OpenSimulator
  readonly fetch: Fetch
}

/** Where one story is played, and what it remembers: an account, the handoff, conversations, outcomes. */
export interface Stage extends AsyncDisposable {
  readonly account: SimulatedAccount
  readonly cast: Cast
  readonly connection: Connection
  readonly factory: Factory
  readonly conversations: readonly Conversation[]
  readonly outcomes: readonly NamedOutcome[]
  readonly ticketNames: ReadonlyMap<string, number>
  /** Rows of the journal that the player caused itself. */
  readonly ownRows: ReadonlySet<number>
  /** Now in the story, RFC 3339. */
  now(): string
  /** Lets the time of one turn of a conversation pass. */
  takeTurn(): Promise<void>
  /** The conversation of a customer; it begins when they write for the first time. */
  conversationOf(customer: string | undefined, begins: boolean): Conversation
  nextHandoffId(conversation: Conversation): string
  /** Hands all of them over at the same moment, and returns when each has succeeded or failed. */
  handOver(requests: readonly NamedRequest[]): Promise<void>
  /** What was handed over under this name, or last. */
  requestNamed(name: string | undefined): NamedRequest
  /** Looks at the account without leaving a trace in it. */
  lookAround<T>(work: (desk: Desk) => Promise<T>): Promise<T>
  /** Works in Gorgias as a person does: it uses up no request of the API, and is not counted as one. */
  atTheDesk<T>(work: (desk: Desk) => Promise<T>): Promise<T>
  /** Users who are not deactivated. */
  activeUsers(): UserRow[]
  /** An admin who is still active. @throws StoryError if none is left */
  activeAdmin(): UserRow
  deactivate(user: UserRow): void
}

export interface NamedRequest {
  readonly name: string | undefined
  readonly request: HandoffRequest
}

const DEFAULT_CLOCK = '2026-03-02T09:00:00Z'
const TURN_MS = 15_000

/** Builds up everything that a story says is given. */
export async function openStage(given: Given, ports: StagePorts): Promise<Stage> {
  const opened = await ports.openSimulator({
    now: given.clock ?? DEFAULT_CLOCK,
    seed: toSeed(given),
  })
  try {
    return await furnish(given, opened.account, ports.fetch, () => opened[Symbol.asyncDispose]())
  } catch (error) {
    await opened[Symbol.asyncDispose]()
    throw error
  }
}

async function furnish(
  given: Given,
  account: SimulatedAccount,
  fetch: Fetch,
  close: () => PromiseLike<void>,
): Promise<Stage> {
  const cast = await readCast(account, given, fetch)
  const connection = connect(account, cast, given.handoff ?? {}, fetch)
  if (given.rate_limit === 'off') account.setRateLimit({ enabled: false })
  else if (given.rate_limit) account.setRateLimit(given.rate_limit)
  for (const fault of given.faults ?? []) account.addFault(fault)

  const customers = given.customers ?? {}
  const conversations: Conversation[] = []
  const outcomes: NamedOutcome[] = []
  const requests: NamedRequest[] = []
  const ticketNames = new Map(cast.ticketNames)
  const ownRows = new Set<number>()
  const deactivated = new Set<number>()
  let lastCustomer: string | undefined
  let handoffs = 0

  const now = () => new Date(account.clock.now()).toISOString()
  const activeUsers = () => cast.users.filter(({ id }) => !deactivated.has(id))
  const activeAdmin = () => {
    const admin = activeUsers().find(({ role }) => role.name === 'admin')
    if (!admin) throw new StoryError('no admin is left who could act in Gorgias')
    return admin
  }

  return {
    account,
    cast,
    connection,
    factory: createFactory(1),
    conversations,
    outcomes,
    ticketNames,
    ownRows,
    now,
    takeTurn: async () => {
      await account.clock.advance(TURN_MS)
    },
    conversationOf: (named, begins) => {
      const [only, ...others] = Object.keys(customers)
      const name = named ?? lastCustomer ?? (others.length === 0 ? only : undefined)
      const customer = name === undefined ? undefined : customers[name]
      if (name === undefined || !customer) throw new StoryError('say which customer: the story has several')
      lastCustomer = name
      const found = conversations.find(({ customerName }) => customerName === name)
      if (found) return found
      if (!begins) throw new StoryError(`${name} did not write yet`)
      const conversation = startConversation(name, customer, now())
      conversations.push(conversation)
      return conversation
    },
    nextHandoffId: (conversation) => `${conversation.id}-handoff-${++handoffs}`,
    handOver: async (batch) => {
      const handoff = connection.handoff()
      const work = Promise.all(batch.map(({ request }) => handoff.handOff(request)))
      const ended = await settle(work, connection.traffic, account.clock)
      batch.forEach(({ name, request }, index) => {
        const outcome = ended[index]
        if (!outcome) return
        requests.push({ name, request })
        outcomes.push({ name, outcome })
        if (name !== undefined && 'ticket_id' in outcome) ticketNames.set(name, outcome.ticket_id)
      })
    },
    requestNamed: (name) => {
      const found = requests.findLast((one) => name === undefined || one.name === name)
      if (!found) throw new StoryError('there was no handoff yet')
      return found
    },
    lookAround: (work) => lookAt({ account, fetch, user: activeAdmin() }, work),
    atTheDesk: async (work) => {
      const admin = activeAdmin()
      const before = new Set(account.journal().map((row) => row.id))
      const { enabled, used } = account.readRateLimit()
      account.setRateLimit({ enabled: false })
      const key = account.createKey(admin.id)
      try {
        return await work(openDesk(account.credentials.url, admin.email, key.api_key, fetch))
      } finally {
        account.revokeKey(key.id)
        account.setRateLimit({ enabled, used })
        for (const { id } of account.journal()) if (!before.has(id)) ownRows.add(id)
      }
    },
    activeUsers,
    activeAdmin,
    deactivate: (user) => {
      account.deactivateUser(user.id)
      deactivated.add(user.id)
    },
    [Symbol.asyncDispose]: async () => {
      await connection.handoff().close()
      await close()
    },
  }
}
