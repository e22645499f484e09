import { reasonNotToCall } from '../../helpdesk/http-integrations/calls.ts'
import { isReady } from '../../helpdesk/http-integrations/log.ts'
import { settleCall } from '../../helpdesk/http-integrations/outcome.ts'
import type { CallOutcome } from '../../helpdesk/http-integrations/outcome.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Delivery } from '../../helpdesk/model/deliveries.ts'
import type { Cause, Change } from '../../kernel/world.ts'
import type { CallOut } from './call-out.ts'

/** Calls of one account that are under way at a time, while its clock goes by itself. */
const AT_A_TIME = 8

interface Order {
  readonly id: number
  readonly cause: Cause
}

/** The delivery that a change made ready to be sent. */
function madeReady({ collection, before, after }: Change): Delivery | undefined {
  if (collection !== 'deliveries' || after === undefined) return undefined
  const delivery = after as Delivery
  return isReady(delivery) && !(before !== undefined && isReady(before as Delivery)) ? delivery : undefined
}

/**
 * Makes the calls of an account's HTTP integrations: each as soon as the transaction that orders it is done,
 * outside of any, so that a receiver can call back meanwhile. What comes of it is a transaction of its own.
 * Virtual time stands still until then, and calls go one by one: the same calls, the same history.
 *
 * @param onFailure told what went wrong inside the simulator
 * @returns how to stop; calls under way end at once, and nothing comes of them
 */
export function makeCalls(
  world: Helpdesk,
  callOut: CallOut,
  onFailure: (error: unknown) => void,
): () => void {
  const closing = new AbortController()
  const orders: Order[] = []
  let workers = 0

  async function outcomeOf({ request, integration_id }: Delivery): Promise<CallOutcome> {
    const reason = reasonNotToCall(world, integration_id)
    if (reason !== undefined || request === null)
      return { kind: 'withdrawn', error: reason ?? 'There is no request.' }
    try {
      return await callOut(request, closing.signal)
    } catch (error) {
      onFailure(error)
      return { kind: 'failed', error: 'The simulator could not make the call; its log says why.' }
    }
  }

  async function make({ id, cause }: Order): Promise<void> {
    const delivery = world.rows.deliveries.get(id)
    if (delivery === undefined || !isReady(delivery)) return
    const began = world.now
    const outcome = await outcomeOf(delivery)
    if (closing.signal.aborted) return
    world.transact({ kind: 'timer', id: `delivery ${id}`, name: 'settle-call', parent: cause }, () =>
      settleCall(world, id, began, outcome),
    )
    world.clock.runDue()
  }

  async function work(): Promise<void> {
    workers++
    for (let order = orders.shift(); order !== undefined; order = orders.shift()) {
      try {
        await make(order)
      } catch (error) {
        onFailure(error)
      }
    }
    workers--
  }

  function enqueue(order: Order): void {
    orders.push(order)
    if (workers < (world.clock.mode === 'virtual' ? 1 : AT_A_TIME)) world.clock.waitFor(work())
  }

  const stop = world.onCommit(({ changes }) => {
    for (const change of changes) {
      const delivery = madeReady(change)
      if (delivery !== undefined) enqueue({ id: delivery.id, cause: change.cause })
    }
  })
  // A fork takes over what its origin has not sent yet, as it does with timers.
  for (const delivery of [...world.rows.deliveries.values()].filter(isReady))
    enqueue({ id: delivery.id, cause: { kind: 'control', id: 'fork' } })

  return () => {
    closing.abort()
    orders.length = 0
    stop()
  }
}
