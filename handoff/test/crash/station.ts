import { createGorgiasClient } from '../../src/gorgias/client.ts'
import { accept } from '../../src/delivery/accept.ts'
import type { HandOffContext } from '../../src/delivery/hand-off-one.ts'
import { defaultRetryPolicy } from '../../src/delivery/retries.ts'
import { createWorker } from '../../src/delivery/worker.ts'
import { workOff } from '../../src/delivery/work-off.ts'
import type { WorkOptions } from '../../src/delivery/work-off.ts'
import { createNotifier } from '../../src/notify/notifier.ts'
import type { OrgConfig } from '../../src/model/config.ts'
import type { Ports } from '../../src/ports.ts'
import { testConfig } from '../support/config.ts'

type Work = Pick<WorkOptions, 'stop' | 'untilIdle' | 'atOnce'>

/** A worker of one process, in its parts. */
export function station(ports: Ports, owner: string, changes: Partial<OrgConfig> = {}) {
  const config = testConfig(changes)
  const client = createGorgiasClient(config.gorgias, ports, defaultRetryPolicy.requestTimeoutMs)
  const notifier = createNotifier(config, ports, owner)
  const context: HandOffContext = { config, ports, client, policy: defaultRetryPolicy, notifier }
  const worker = createWorker(context, owner)
  return {
    notifier,
    worker,
    accept: (request: unknown) => accept(request, context),
    /** Ends when there is nothing left that can be begun, or when it is stopped. */
    workOff: ({ stop = new AbortController().signal, untilIdle = true, atOnce = 4 }: Partial<Work> = {}) =>
      workOff({ worker, notifier, clock: ports.clock, atOnce, stop, untilIdle }).done,
  }
}
