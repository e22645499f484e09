import { answerAsAiAgent, readAsAiAgent } from './ai-agent/answer.ts'
import { autoMerge } from './tickets/auto-merge.ts'
import { bounce, deliver } from './messages/delivery.ts'
import { carryOut } from './effects.ts'
import { callIntegrations, retryDelivery } from './http-integrations/calls.ts'
import { startJob, workJob } from './jobs/run.ts'
import { answerAsRobot } from './mail/robot-answers.ts'
import { runRules } from './rules/engine.ts'
import { wakeTicket } from './tickets/snooze.ts'
import { planSurvey, sendSurvey } from './surveys/sending.ts'
import { countTags } from './tags/tags.ts'
import { assignTicket, assignWaiting } from './tickets/assignment.ts'
import { settleTicket } from './tickets/changes.ts'

/** Everything that Gorgias does by itself once its time has come. */
export const onTimer = carryOut({
  'settle-ticket': settleTicket,
  'run-rules': runRules,
  'call-integrations': callIntegrations,
  'retry-delivery': retryDelivery,
  'deliver-message': deliver,
  'bounce-message': bounce,
  'robot-answers': answerAsRobot,
  'count-tags': countTags,
  'wake-ticket': wakeTicket,
  'auto-merge': autoMerge,
  'ai-agent-reads': readAsAiAgent,
  'ai-agent-answers': answerAsAiAgent,
  'assign-ticket': assignTicket,
  'assign-waiting': assignWaiting,
  'plan-survey': planSurvey,
  'send-survey': sendSurvey,
  'start-job': startJob,
  'work-job': workJob,
})
