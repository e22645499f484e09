import type { FidelityRecord } from '../kernel/fidelity.ts'
import { accountFidelity } from './account/fidelity.ts'
import { customFieldFidelity } from './custom-fields/fidelity.ts'
import { customerFidelity } from './customers/fidelity.ts'
import { eventFidelity } from './events/fidelity.ts'
import { fileFidelity } from './files/fidelity.ts'
import { integrationFidelity } from './integrations/fidelity.ts'
import { jobFidelity } from './jobs/fidelity.ts'
import { macroFidelity } from './macros/fidelity.ts'
import { messageFidelity } from './messages/fidelity.ts'
import { metricCardFidelity } from './metric-cards/fidelity.ts'
import { phoneFidelity } from './phone/fidelity.ts'
import { reportingFidelity } from './reporting/fidelity.ts'
import { ruleFidelity } from './rules/fidelity.ts'
import { surveyFidelity } from './satisfaction-surveys/fidelity.ts'
import { searchFidelity } from './search/fidelity.ts'
import { tagFidelity } from './tags/fidelity.ts'
import { teamFidelity } from './teams/fidelity.ts'
import { ticketFidelity } from './tickets/fidelity.ts'
import { userFidelity } from './users/fidelity.ts'
import { viewFidelity } from './views/fidelity.ts'
import { widgetFidelity } from './widgets/fidelity.ts'

/** What is known about the operations of the API: at least one record of each that is built. */
export const OPERATION_FIDELITY: readonly FidelityRecord[] = [
  ...accountFidelity,
  ...customFieldFidelity,
  ...customerFidelity,
  ...eventFidelity,
  ...fileFidelity,
  ...integrationFidelity,
  ...jobFidelity,
  ...macroFidelity,
  ...messageFidelity,
  ...metricCardFidelity,
  ...phoneFidelity,
  ...reportingFidelity,
  ...ruleFidelity,
  ...surveyFidelity,
  ...searchFidelity,
  ...tagFidelity,
  ...teamFidelity,
  ...ticketFidelity,
  ...userFidelity,
  ...viewFidelity,
  ...widgetFidelity,
]
