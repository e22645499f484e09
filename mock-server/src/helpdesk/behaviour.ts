import { bounce, deliver } from './delivery.ts'
import { carryOut } from './effects.ts'
import { startJob, workJob } from './jobs/run.ts'
import { runRules } from './rules/engine.ts'
import { sendSurvey } from './surveys.ts'
import { countTags } from './tags.ts'
import { settleTicket } from './ticket-changes.ts'
import { tellLanguage } from './ticket-language.ts'

/** Everything that Gorgias does by itself once its time has come. */
export const onTimer = carryOut({
  'settle-ticket': settleTicket,
  'run-rules': runRules,
  'deliver-message': deliver,
  'bounce-message': bounce,
  'detect-language': tellLanguage,
  'count-tags': countTags,
  'send-survey': sendSurvey,
  'start-job': startJob,
  'work-job': workJob,
})
