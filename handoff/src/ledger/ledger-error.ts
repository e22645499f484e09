/** A ledger that cannot be used; the message says which, why, and what to do. */
export class LedgerError extends Error {
  override name = 'LedgerError'
}
