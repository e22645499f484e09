import type { Accounts } from '../control/accounts/accounts.ts'
import type { AccountTenant } from '../control/accounts/tenant.ts'
import type { Metric, Sample } from './exposition.ts'
import type { MachineReading } from './machine.ts'
import type { Meter } from './meter.ts'

const PREFIX = 'gorgias_mock'

const single = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
  name,
  type,
  help,
  samples: [{ value }],
})

const callSamples = ({ calls }: Meter): Sample[] =>
  [...calls].flatMap(([operation, statuses]) =>
    [...statuses].map(([status, value]) => ({ labels: { operation, status: String(status) }, value })),
  )

const callMetrics = (meter: Meter): Metric[] => [
  {
    name: `${PREFIX}_api_calls_total`,
    type: 'counter',
    help: 'Calls to the API by operation ("" where none was reached) and status (0 where no answer left).',
    samples: callSamples(meter),
  },
  single(
    `${PREFIX}_rate_limited_calls_total`,
    'counter',
    'Calls for which a bucket was full.',
    meter.limited,
  ),
  single(`${PREFIX}_faulted_calls_total`, 'counter', 'Calls that a fault struck.', meter.faulted),
]

function stateMetrics(tenants: readonly AccountTenant[]): Metric[] {
  const sum = (count: (tenant: AccountTenant) => number) =>
    tenants.reduce((total, tenant) => total + count(tenant), 0)
  const gauge = (name: string, help: string, value: number) =>
    single(`${PREFIX}_${name}`, 'gauge', help, value)
  return [
    gauge('accounts', 'Accounts.', tenants.length),
    gauge(
      'tickets',
      'Tickets of all accounts.',
      sum(({ world }) => world.rows.tickets.size),
    ),
    gauge(
      'timers_pending',
      'Timers that are not due yet.',
      sum(({ world }) => world.root.trees.timers?.rows.size ?? 0),
    ),
    gauge(
      'outbox_emails',
      'E-mails that left.',
      sum(({ world }) => world.rows.outbox.size),
    ),
  ]
}

/** The process under the names that are usual for processes of Node. */
function machineMetrics({ residentBytes, heapUsedBytes, heapTotalBytes, lag }: MachineReading): Metric[] {
  const lagOf = (name: string, help: string, value: number) =>
    single(`nodejs_eventloop_lag_${name}_seconds`, 'gauge', `${help} since the last scrape.`, value)
  return [
    single('process_resident_memory_bytes', 'gauge', 'Resident memory.', residentBytes),
    single('nodejs_heap_size_used_bytes', 'gauge', 'Heap in use.', heapUsedBytes),
    single('nodejs_heap_size_total_bytes', 'gauge', 'Heap.', heapTotalBytes),
    ...(lag === undefined
      ? []
      : [
          lagOf('p50', 'How late the event loop came at the median', lag.p50),
          lagOf('p99', 'How late the event loop came at the 99th percentile', lag.p99),
          lagOf('max', 'How late the event loop came at the most', lag.max),
        ]),
  ]
}

/** All that is measured. It names no account: there may be thousands, and their names are nobody's business. */
export const metricsOf = (accounts: Accounts, meter: Meter, machine: MachineReading): Metric[] => [
  ...callMetrics(meter),
  ...stateMetrics(accounts.list()),
  ...machineMetrics(machine),
]
