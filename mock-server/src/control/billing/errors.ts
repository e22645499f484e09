import { BillingError } from '../../helpdesk/billing/invoice.ts'
import { ControlError } from '../errors.ts'

/** The names that callers know the fields of a calculation by. */
const FIELDS: Readonly<Record<BillingError['field'], string>> = {
  term: 'term',
  billableTickets: 'tickets',
  conversations: 'tickets',
  resolutions: 'resolutions',
  resolved: 'resolved',
  users: 'users',
}

/** Runs a calculation; what it refuses is told as the control plane tells it, with the field. */
export function inWords<T>(calculate: () => T): T {
  try {
    return calculate()
  } catch (error) {
    if (!(error instanceof BillingError)) throw error
    const field = FIELDS[error.field]
    throw new ControlError(400, `${field}: ${error.message}`, field)
  }
}
