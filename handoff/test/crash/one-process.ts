import type { FollowUp, HandoffMessage, Ledger, NotificationMail, OrgConfig, Ports } from '../../src/index.ts'
import { newOwner } from '../../src/delivery/owner.ts'
import { openLedger } from '../../src/ledger/open-ledger.ts'
import { testConfig } from '../support/config.ts'
import { testRequest } from '../support/request.ts'

/** What one process is to do. */
export interface Task {
  /** The ledger. */
  ledger: string
  /** Everything outside: Gorgias, Gladly and the mail server (outside.ts). */
  outside: string
  /** `handOff`: as a library. `worker`: writes down what is not, then works the ledger off. */
  as: 'handOff' | 'worker'
  handoffs?: readonly { handoffId: string; customerId: string }[]
  /** The clock runs ahead by so much. */
  aheadMs?: number
}

/** Called wherever a process can die. */
export type Cross = (boundary: string) => void

/** One process with its doors to the outside: each is crossed before and after every call. */
export async function oneProcess(task: Task, cross: Cross = () => undefined): Promise<void> {
  async function around<T>(name: string, call: () => Promise<T>): Promise<T> {
    cross(`before ${name}`)
    const result = await call()
    cross(`after ${name}`)
    return result
  }
  async function post(path: string, body: object): Promise<void> {
    await around(path, () => fetch(`${task.outside}/${path}`, { method: 'POST', body: JSON.stringify(body) }))
  }

  const { ledger } = await openLedger(task.ledger)
  const { aheadMs = 0, handoffs = [{ handoffId: 'h-1', customerId: 'cu-1' }] } = task
  // One handoff alone crosses its boundaries one after the other: nothing that comes by the clock falls in.
  const patience = handoffs.length === 1 ? 60 : 1
  const ports: Ports = {
    clock: {
      now: () => Date.now() + aheadMs,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, signal ? ms * patience : ms)
          signal?.addEventListener('abort', () => {
            clearTimeout(timer)
            resolve()
          })
        }),
    },
    random: () => 0,
    fetch: (url, init) => around(init.method ?? 'GET', () => fetch(url, init)),
    ledger: crossed(ledger, around),
    mailer: {
      send: async (mail: NotificationMail) => {
        await post('mail', mail)
        return 'sent'
      },
    },
    platform: {
      sendHandoffMessage: (message: HandoffMessage) => post('message', message),
      markForFollowUp: (followUp: FollowUp) => post('follow-up', followUp),
    },
  }
  const { gorgias } = testConfig()
  const config: Partial<OrgConfig> = { gorgias: { ...gorgias, baseUrl: task.outside } }
  const requests = handoffs.map(({ handoffId, customerId }) => {
    const { customer, conversation } = testRequest()
    return testRequest({
      handoffId,
      customer: { ...customer, id: customerId },
      conversation: { ...conversation, id: `c-${handoffId}` },
    })
  })

  // A process loads only what it needs: there are many of them.
  if (task.as === 'handOff') {
    const { createHandoff } = await import('../../src/index.ts')
    const handoff = createHandoff(testConfig(config), ports)
    await Promise.all(requests.map((request) => handoff.handOff(request)))
    await handoff.close()
  } else {
    const { station } = await import('./station.ts')
    const { accept, workOff, notifier } = station(ports, newOwner(), config)
    // A failed one that came again would be a new try.
    for (const request of requests) if (!(await ledger.get(request.handoffId))) await accept(request)
    await workOff({ atOnce: handoffs.length === 1 ? 1 : 4 })
    await notifier.close()
  }
  await ledger.close()
}

function crossed(ledger: Ledger, around: <T>(name: string, call: () => Promise<T>) => Promise<T>): Ledger {
  return {
    ...ledger,
    accept: (...input) => around('accept', () => ledger.accept(...input)),
    claim: (...input) => around('claim', () => ledger.claim(...input)),
    save: (...input) => around('save', () => ledger.save(...input)),
    get: (...input) => around('get', () => ledger.get(...input)),
    ofConversation: (...input) => around('ofConversation', () => ledger.ofConversation(...input)),
    claimNotices: (...input) => around('claimNotices', () => ledger.claimNotices(...input)),
    putNotice: (...input) => around('putNotice', () => ledger.putNotice(...input)),
  }
}
