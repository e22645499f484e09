import type { Enqueue } from '../ledger/sql-ledger.ts'

/** Gives the handoffs of a ledger to the workers of many machines, those of one customer one after the other. */
export interface Queue {
  /** Puts a handoff in, within the transaction that writes it down. */
  readonly enqueue: Enqueue
  /**
   * Does what comes, several at a time.
   *
   * @param work tells whether the handoff has come to its end; if not, it comes again in a few seconds.
   */
  work(atOnce: number, work: (handoffId: string) => Promise<'done' | 'later'>): Promise<QueueWork>
  close(): Promise<void>
}

/** Work that was begun. */
export interface QueueWork {
  /** Takes nothing more; ends when what runs has ended. */
  stop(): Promise<void>
}
