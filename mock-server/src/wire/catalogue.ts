/** One operation of the API, built or not: `[operationId, method, url, summary]`. */
export type CatalogueRow = readonly [
  operationId: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: `/api/${string}`,
  summary: string,
]

/** All operations of the public API (documented, mid 2026): 60 paths, 113 operations. */
export const CATALOGUE: readonly CatalogueRow[] = [
  ['getAccount', 'GET', '/api/account', 'Retrieve the account'],
  ['listAccountSettings', 'GET', '/api/account/settings', 'List account settings'],
  ['createAccountSetting', 'POST', '/api/account/settings', 'Create an account setting'],
  ['updateAccountSetting', 'PUT', '/api/account/settings/:id', 'Update an account setting'],

  ['listCustomFields', 'GET', '/api/custom-fields', 'List custom fields'],
  ['createCustomField', 'POST', '/api/custom-fields', 'Create a custom field'],
  ['updateCustomFields', 'PUT', '/api/custom-fields', 'Update several custom fields'],
  ['getCustomField', 'GET', '/api/custom-fields/:id', 'Retrieve a custom field'],
  ['updateCustomField', 'PUT', '/api/custom-fields/:id', 'Update a custom field'],

  ['listCustomers', 'GET', '/api/customers', 'List customers'],
  ['createCustomer', 'POST', '/api/customers', 'Create a customer'],
  ['deleteCustomers', 'DELETE', '/api/customers', 'Delete several customers'],
  ['getCustomer', 'GET', '/api/customers/:id', 'Retrieve a customer'],
  ['updateCustomer', 'PUT', '/api/customers/:id', 'Update a customer'],
  ['deleteCustomer', 'DELETE', '/api/customers/:id', 'Delete a customer'],
  ['mergeCustomers', 'PUT', '/api/customers/merge', 'Merge two customers'],
  ['setCustomerData', 'PUT', '/api/customers/:customer_id/data', "Set a customer's data"],
  [
    'listCustomerCustomFields',
    'GET',
    '/api/customers/:customer_id/custom-fields',
    "List a customer's custom field values",
  ],
  [
    'updateCustomerCustomFields',
    'PUT',
    '/api/customers/:customer_id/custom-fields',
    "Update a customer's custom field values",
  ],
  [
    'updateCustomerCustomField',
    'PUT',
    '/api/customers/:customer_id/custom-fields/:id',
    'Update one custom field value of a customer',
  ],
  [
    'deleteCustomerCustomField',
    'DELETE',
    '/api/customers/:customer_id/custom-fields/:id',
    'Delete one custom field value of a customer',
  ],

  ['listEvents', 'GET', '/api/events', 'List events'],
  ['getEvent', 'GET', '/api/events/:id', 'Retrieve an event'],

  ['uploadFiles', 'POST', '/api/upload', 'Upload files'],
  ['downloadFile', 'GET', '/api/:file_type/download/:domain_hash/:resource_name', 'Download a private file'],

  ['listIntegrations', 'GET', '/api/integrations', 'List integrations'],
  ['createIntegration', 'POST', '/api/integrations', 'Create an HTTP integration'],
  ['getIntegration', 'GET', '/api/integrations/:id', 'Retrieve an integration'],
  ['updateIntegration', 'PUT', '/api/integrations/:id', 'Update an integration'],
  ['deleteIntegration', 'DELETE', '/api/integrations/:id', 'Delete an integration'],

  ['listJobs', 'GET', '/api/jobs', 'List jobs'],
  ['createJob', 'POST', '/api/jobs', 'Create a job'],
  ['getJob', 'GET', '/api/jobs/:id', 'Retrieve a job'],
  ['updateJob', 'PUT', '/api/jobs/:id', 'Update a job'],
  ['deleteJob', 'DELETE', '/api/jobs/:id', 'Cancel a job'],

  ['listMacros', 'GET', '/api/macros', 'List macros'],
  ['createMacro', 'POST', '/api/macros', 'Create a macro'],
  ['getMacro', 'GET', '/api/macros/:id', 'Retrieve a macro'],
  ['updateMacro', 'PUT', '/api/macros/:id', 'Update a macro'],
  ['deleteMacro', 'DELETE', '/api/macros/:id', 'Delete a macro'],
  ['archiveMacros', 'PUT', '/api/macros/archive', 'Archive macros'],
  ['unarchiveMacros', 'PUT', '/api/macros/unarchive', 'Unarchive macros'],

  ['listMessages', 'GET', '/api/messages', 'List messages'],
  ['listTicketMessages', 'GET', '/api/tickets/:ticket_id/messages', 'List the messages of a ticket'],
  ['createTicketMessage', 'POST', '/api/tickets/:ticket_id/messages', 'Create a message'],
  ['getTicketMessage', 'GET', '/api/tickets/:ticket_id/messages/:id', 'Retrieve a message'],
  ['updateTicketMessage', 'PUT', '/api/tickets/:ticket_id/messages/:id', 'Update a message'],
  ['deleteTicketMessage', 'DELETE', '/api/tickets/:ticket_id/messages/:id', 'Delete a message'],

  ['listMetricCards', 'GET', '/api/metric-cards', 'List metric cards'],
  ['getMetricCard', 'GET', '/api/metric-cards/:slug', 'Retrieve a metric card'],

  ['listVoiceCalls', 'GET', '/api/phone/voice-calls', 'List voice calls'],
  ['getVoiceCall', 'GET', '/api/phone/voice-calls/:id', 'Retrieve a voice call'],
  ['listVoiceCallEvents', 'GET', '/api/phone/voice-call-events', 'List voice call events'],
  ['getVoiceCallEvent', 'GET', '/api/phone/voice-call-events/:id', 'Retrieve a voice call event'],
  ['listVoiceCallRecordings', 'GET', '/api/phone/voice-call-recordings', 'List voice call recordings'],
  ['getVoiceCallRecording', 'GET', '/api/phone/voice-call-recordings/:id', 'Retrieve a recording'],
  ['deleteVoiceCallRecording', 'DELETE', '/api/phone/voice-call-recordings/:id', 'Delete a recording'],

  ['queryStatistics', 'POST', '/api/reporting/stats', 'Query statistics'],
  ['getStatistic', 'POST', '/api/stats/:name', 'Retrieve a statistic (legacy)'],
  ['downloadStatistic', 'POST', '/api/stats/:name/download', 'Download a statistic (legacy)'],

  ['listRules', 'GET', '/api/rules', 'List rules'],
  ['createRule', 'POST', '/api/rules', 'Create a rule'],
  ['getRule', 'GET', '/api/rules/:id', 'Retrieve a rule'],
  ['updateRule', 'PUT', '/api/rules/:id', 'Update a rule'],
  ['deleteRule', 'DELETE', '/api/rules/:id', 'Delete a rule'],
  ['updateRulesPriorities', 'POST', '/api/rules/priorities', 'Update the priorities of rules'],

  ['listSatisfactionSurveys', 'GET', '/api/satisfaction-surveys', 'List satisfaction surveys'],
  ['createSatisfactionSurvey', 'POST', '/api/satisfaction-surveys', 'Create a satisfaction survey'],
  ['getSatisfactionSurvey', 'GET', '/api/satisfaction-surveys/:id', 'Retrieve a satisfaction survey'],
  ['updateSatisfactionSurvey', 'PUT', '/api/satisfaction-surveys/:id', 'Update a satisfaction survey'],

  ['search', 'POST', '/api/search', 'Search for resources'],

  ['listTags', 'GET', '/api/tags', 'List tags'],
  ['createTag', 'POST', '/api/tags', 'Create a tag'],
  ['deleteTags', 'DELETE', '/api/tags', 'Delete several tags'],
  ['getTag', 'GET', '/api/tags/:id', 'Retrieve a tag'],
  ['updateTag', 'PUT', '/api/tags/:id', 'Update a tag'],
  ['deleteTag', 'DELETE', '/api/tags/:id', 'Delete a tag'],
  ['mergeTags', 'PUT', '/api/tags/:destination_tag_id/merge', 'Merge tags into one'],

  ['listTeams', 'GET', '/api/teams', 'List teams'],
  ['createTeam', 'POST', '/api/teams', 'Create a team'],
  ['getTeam', 'GET', '/api/teams/:id', 'Retrieve a team'],
  ['updateTeam', 'PUT', '/api/teams/:id', 'Update a team'],
  ['deleteTeam', 'DELETE', '/api/teams/:id', 'Delete a team'],

  ['listTickets', 'GET', '/api/tickets', 'List tickets'],
  ['createTicket', 'POST', '/api/tickets', 'Create a ticket'],
  ['getTicket', 'GET', '/api/tickets/:id', 'Retrieve a ticket'],
  ['updateTicket', 'PUT', '/api/tickets/:id', 'Update a ticket'],
  ['deleteTicket', 'DELETE', '/api/tickets/:id', 'Delete a ticket for good'],
  ['listTicketTags', 'GET', '/api/tickets/:ticket_id/tags', 'List the tags of a ticket'],
  ['createTicketTags', 'POST', '/api/tickets/:ticket_id/tags', 'Add tags to a ticket'],
  ['updateTicketTags', 'PUT', '/api/tickets/:ticket_id/tags', 'Replace the tags of a ticket'],
  ['deleteTicketTags', 'DELETE', '/api/tickets/:ticket_id/tags', 'Remove tags from a ticket'],
  [
    'listTicketCustomFields',
    'GET',
    '/api/tickets/:ticket_id/custom-fields',
    "List a ticket's custom field values",
  ],
  [
    'updateTicketCustomFields',
    'PUT',
    '/api/tickets/:ticket_id/custom-fields',
    "Update a ticket's custom field values",
  ],
  [
    'updateTicketCustomField',
    'PUT',
    '/api/tickets/:ticket_id/custom-fields/:id',
    'Update one custom field value of a ticket',
  ],
  [
    'deleteTicketCustomField',
    'DELETE',
    '/api/tickets/:ticket_id/custom-fields/:id',
    'Delete one custom field value of a ticket',
  ],

  ['listUsers', 'GET', '/api/users', 'List users'],
  ['createUser', 'POST', '/api/users', 'Create a user'],
  ['getUser', 'GET', '/api/users/:id', 'Retrieve a user'],
  ['updateUser', 'PUT', '/api/users/:id', 'Update a user'],
  ['deleteUser', 'DELETE', '/api/users/:id', 'Delete a user'],

  ['listViews', 'GET', '/api/views', 'List views'],
  ['createView', 'POST', '/api/views', 'Create a view'],
  ['getView', 'GET', '/api/views/:id', 'Retrieve a view'],
  ['updateView', 'PUT', '/api/views/:id', 'Update a view'],
  ['deleteView', 'DELETE', '/api/views/:id', 'Delete a view'],
  ['listViewItems', 'GET', '/api/views/:view_id/items', 'List the items of a view'],
  ['searchViewItems', 'PUT', '/api/views/:view_id/items', 'Search for items of a view'],

  ['listWidgets', 'GET', '/api/widgets', 'List widgets'],
  ['createWidget', 'POST', '/api/widgets', 'Create a widget'],
  ['getWidget', 'GET', '/api/widgets/:id', 'Retrieve a widget'],
  ['updateWidget', 'PUT', '/api/widgets/:id', 'Update a widget'],
  ['deleteWidget', 'DELETE', '/api/widgets/:id', 'Delete a widget'],
]

/** The names of all operations: the reference's slugs in camelCase. */
export const OPERATION_IDS: ReadonlySet<string> = new Set(CATALOGUE.map(([operationId]) => operationId))

const PATHS = [...new Set(CATALOGUE.map(([, , url]) => url))].map(
  (url) => new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}/?$`),
)

const FIXED_PATHS = new Set(CATALOGUE.map(([, , url]) => url as string).filter((url) => !url.includes(':')))

/**
 * Whether a path is written out in the catalogue, without ids: `/api/customers/merge` is, and so no customer.
 *
 * @param path without the query string
 */
export const isFixedPath = (path: string): boolean => FIXED_PATHS.has(path.replace(/\/$/, ''))

/**
 * Whether an operation of any method has this path, with or without a slash at its end: what tells a 405
 * from a 404.
 *
 * @param path without the query string
 * @example isKnownPath('/api/tickets/82750012') // true
 */
export const isKnownPath = (path: string): boolean => PATHS.some((pattern) => pattern.test(path))
