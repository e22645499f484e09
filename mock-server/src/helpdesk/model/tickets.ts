import type { Ticket } from './entities.ts'

/** Whether a ticket is for somebody to work on now, rather than closed, asleep, spam or in the trash. */
export const isWorkload = ({ status, snooze_datetime, spam, trashed_datetime }: Ticket): boolean =>
  status === 'open' && snooze_datetime === null && !spam && trashed_datetime === null

/** Kinds of work that an agent has limits of. */
export const WORKLOADS = ['chat', 'other'] as const
export type Workload = (typeof WORKLOADS)[number]

const CHATS: ReadonlySet<string> = new Set(['chat', 'custom-chat'])

/** An agent's tickets have two limits: one of chats, one of all others (recorded: the settings of both). */
export const workloadOf = ({ channel }: Pick<Ticket, 'channel'>): Workload =>
  CHATS.has(channel) ? 'chat' : 'other'
