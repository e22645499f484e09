import type { ParameterObject, TagObject } from './openapi.ts'

/** What each group of operations is about, in the order of the document. */
export const TAGS: readonly TagObject[] = [
  { name: 'Account', description: 'The account itself, and its settings.' },
  {
    name: 'Custom fields',
    description: 'Definitions of the fields that tickets and customers have besides.',
  },
  { name: 'Customers', description: 'The people who write.' },
  { name: 'Events', description: 'What happened, to what, and who did it.' },
  { name: 'Files', description: 'Uploads, and the way back to them.' },
  { name: 'Integrations', description: 'Mailboxes, and calls out over HTTP.' },
  { name: 'Jobs', description: 'Work on many tickets at once, done in the background.' },
  { name: 'Macros', description: 'Prepared answers and actions.' },
  {
    name: 'Messages',
    description: 'What is said in a ticket: by customers, by agents, and notes among agents.',
  },
  { name: 'Metric cards', description: 'Descriptions of the statistics there are.' },
  { name: 'Phone', description: 'Voice calls, their events and recordings.' },
  { name: 'Reporting', description: 'Statistics.' },
  { name: 'Rules', description: 'What happens by itself when something happens to a ticket.' },
  {
    name: 'Satisfaction surveys',
    description: 'What customers are asked after a ticket, and what they answer.',
  },
  { name: 'Search', description: 'Look-up by words. Tickets and messages cannot be searched for.' },
  { name: 'Tags', description: 'Words that tickets are marked with.' },
  { name: 'Teams', description: 'Groups of agents.' },
  { name: 'Tickets', description: 'Conversations with customers.' },
  { name: 'Users', description: 'Agents, admins and bots.' },
  { name: 'Views', description: 'Lists of tickets or customers that match a filter.' },
  { name: 'Widgets', description: 'What is shown beside a ticket.' },
]

type Words = Readonly<Record<string, string>>

/** What parts of a path mean wherever they occur, for those whose schema does not say more. */
const PATH_WORDS: Words = {
  id: 'The id of the resource.',
  destination_tag_id: 'The id of the tag that stays.',
  name: 'The name of the statistic.',
  file_type: "The first part of the file's URL: what kind of upload it is.",
  domain_hash: "The part of the file's URL that stands for the account.",
  resource_name: "The last part of the file's URL.",
}

/** The same for parameters of a query. */
const QUERY_WORDS: Words = {
  limit: 'How many rows a page has at most.',
  order_by: 'The attribute to sort by, and the direction.',
  page: 'The number of the page, from 1.',
  per_page: 'How many rows a page has.',
  direction: 'Which way to go from the cursor.',
  relationships: 'What to answer besides.',
  source_id: 'The id of the one that goes.',
  target_id: 'The id of the one that stays.',
  object_id: 'Only what happened to this object; only together with object_type.',
  object_type: 'Of which objects.',
  category: 'Only those of this category.',
  status: 'Only those in this status.',
  type: 'Only those of this type.',
  types: 'Only those of these types.',
  roles: 'Only those with one of these roles.',
  languages: 'Only those in one of these languages.',
  user_ids: 'Only what these users did.',
  ticket_ids: 'Only these tickets.',
  'created_datetime[gt]': 'Only what is later than this instant.',
  'created_datetime[gte]': 'Only what is as late as this instant, or later.',
  'created_datetime[lt]': 'Only what is earlier than this instant.',
  'created_datetime[lte]': 'Only what is as early as this instant, or earlier.',
  name: 'Only those with exactly this name.',
  external_id: 'Only those with this id in another system.',
  channel_type: 'Only who can be reached through a channel of this type.',
  channel_address: 'Only who can be reached at this address.',
}

/** `customer_id` is the id of a customer. */
function ofName(name: string): string | undefined {
  const thing = /^(\w+)_id$/.exec(name)?.[1]
  return thing === undefined ? undefined : `The id of the ${thing.replaceAll('_', ' ')}.`
}

/** A parameter with a description: that of its schema, else what its name means everywhere. */
export function describeParameter(parameter: ParameterObject): ParameterObject {
  const words = parameter.in === 'path' ? PATH_WORDS : QUERY_WORDS
  const description = parameter.description ?? words[parameter.name] ?? ofName(parameter.name)
  return description === undefined ? parameter : { ...parameter, description }
}

const OUTCOMES: Readonly<Record<string, string>> = {
  200: 'OK.',
  201: 'Created.',
  202: 'Accepted.',
  204: 'No content: the body is empty.',
}

/** What a status of an operation that went well says. */
export const describeOutcome = (status: string): string => OUTCOMES[status] ?? 'Done.'
