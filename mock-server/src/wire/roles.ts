/** The roles, from the one that may least; each may what those before it may (inferred). */
const RANKS = ['observer-agent', 'lite-agent', 'basic-agent', 'agent', 'admin'] as const

export type RankedRole = (typeof RANKS)[number]

/**
 * What the lesser roles may besides reading (inferred: Gorgias publishes no table). Lite agents answer
 * tickets, basic agents keep customers as well; agents delete and shape; what is for admins says so itself.
 */
export const ALLOWED: Readonly<Partial<Record<RankedRole, readonly string[]>>> = {
  // These are reading, though the method is POST or PUT.
  'observer-agent': ['downloadStatistic', 'getStatistic', 'queryStatistics', 'search', 'searchViewItems'],
  'lite-agent': [
    'createTicket',
    'createTicketMessage',
    'createTicketTags',
    'deleteTicketCustomField',
    'deleteTicketTags',
    'updateTicket',
    'updateTicketCustomField',
    'updateTicketCustomFields',
    'updateTicketMessage',
    'updateTicketTags',
    'uploadFiles',
  ],
  'basic-agent': [
    'createCustomer',
    'createSatisfactionSurvey',
    'deleteCustomerCustomField',
    'setCustomerData',
    'updateCustomer',
    'updateCustomerCustomField',
    'updateCustomerCustomFields',
    'updateSatisfactionSurvey',
  ],
}

const LEAST = new Map(
  Object.entries(ALLOWED).flatMap(([role, ids]) => ids.map((id) => [id, role as RankedRole])),
)

/**
 * The role that an operation asks for at least: reading is for all, the rest for agents unless the table says
 * otherwise.
 */
export function leastRole(operationId: string, method: string, adminOnly: boolean): RankedRole {
  if (adminOnly) return 'admin'
  return LEAST.get(operationId) ?? (method === 'GET' ? 'observer-agent' : 'agent')
}

/** Whether a role is at least another one. A bot is below all of them: nobody calls as one. */
export const suffices = (role: string, least: RankedRole): boolean =>
  RANKS.indexOf(role as RankedRole) >= RANKS.indexOf(least)
