import { deliver } from './delivery.ts'
import { carryOut } from './effects.ts'
import { runRules } from './rules/engine.ts'
import { settleTicket } from './ticket-changes.ts'

/** Everything that Gorgias does by itself once its time has come. */
export const onTimer = carryOut({
  'settle-ticket': settleTicket,
  'run-rules': runRules,
  'deliver-message': deliver,
})
