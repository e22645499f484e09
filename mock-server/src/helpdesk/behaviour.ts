import { bounce, deliver } from './delivery.ts'
import { carryOut } from './effects.ts'
import { startJob, workJob } from './jobs/run.ts'
import { runRules } from './rules/engine.ts'
import { sendSurvey } from './surveys.ts'
import { countTags } from './tags.ts'
import { settleTicket } from './ticket-changes.ts'

/** Everything that Gorgias does by itself once its time has come. */
export const onTimer = carryOut({
  'settle-ticket': settleTicket,
  'run-rules': runRules,
  'deliver-message': deliver,
  'bounce-message': bounce,
  'count-tags': countTags,
  'send-survey': sendSurvey,
  'start-job': startJob,
  'work-job': workJob,
})
