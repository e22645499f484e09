import { isRecord } from '../json/is-record.ts'
import type { Problem } from '../model/request.ts'
import type { Json } from './fields.ts'
import { field, list, record, texts, words } from './fields.ts'
import type { Row } from './rows.ts'

/** What is wrong before anything can be read: parts that are missing, or that are not what they should be. */
export function wrongParts(input: unknown): Problem[] {
  if (!isRecord(input)) {
    return [{ path: '', message: 'This has to be an object with conversation, items and customer.' }]
  }
  const { conversation, items, customer } = input
  return [
    ...wrongAnswer('conversation', conversation, 'GET conversations/{id}'),
    ...(isRecord(conversation) && !isError(conversation) && words(conversation, 'id') === undefined
      ? [
          wrong(
            'conversation.id',
            'The conversation has no id; is this the answer of GET conversations/{id}?',
          ),
        ]
      : []),
    ...(Array.isArray(items) ? [] : [wrong('items', 'Put the list of GET conversations/{id}/items here.')]),
    ...wrongAnswer('customer', customer, 'GET customer-profiles/{id}'),
    ...list(items).flatMap((item, index) => wrongItem(item, `items[${index}]`)),
    ...['mergedCustomerIds', 'mergedConversationIds'].flatMap((name) => wrongIds(name, input[name])),
    ...(input.channel == null || typeof input.channel === 'string'
      ? []
      : [wrong('channel', 'This has to be a word such as chat or email.')]),
  ].slice(0, 10)
}

const wrong = (path: string, message: string): Problem => ({ path, message })

/** An answer without an id that holds errors says why there is no answer. */
const isError = (answer: Json): boolean =>
  words(answer, 'id') === undefined && field(answer, 'errors') !== undefined

function wrongAnswer(path: string, answer: unknown, call: string): Problem[] {
  if (!isRecord(answer)) return [wrong(path, `Put the answer of ${call} here.`)]
  if (!isError(answer)) return []
  // Documented as a list, shown as an object.
  const [error = {}] = [field(answer, 'errors')].flat().map(record)
  const code = /^[a-z_]{1,40}$/.exec(words(error, 'code') ?? '')?.[0] ?? 'unknown'
  const next = /^[\w-]{1,50}$/.exec(words(record(field(error, 'meta')), 'new') ?? '')?.[0]
  const advice = next === undefined ? '' : ` Ask for ${next}, and name the old id in mergedCustomerIds.`
  return [wrong(path, `Gladly answered ${call} with the error "${code}".${advice}`)]
}

function wrongItem(item: unknown, path: string): Problem[] {
  if (!isRecord(item)) return [wrong(path, 'This is not an item of a conversation; leave it out.')]
  return words(item, 'id') === undefined ? [wrong(`${path}.id`, 'The item has no id.')] : []
}

function wrongIds(path: string, ids: unknown): Problem[] {
  const fits = ids == null || (Array.isArray(ids) && texts(ids).length === ids.length)
  return fits ? [] : [wrong(path, 'This has to be a list of ids.')]
}

/**
 * A profile of another id than the conversation's is taken only if somebody knows that one was merged into the
 * other: the caller, or Gladly in its items. Else the ticket would go to a stranger.
 */
export function wrongProfile(
  conversation: Json,
  customer: Json,
  merged: readonly string[],
  rows: readonly Row[],
): Problem[] {
  const wanted = words(conversation, 'customerId')
  const given = words(customer, 'id')
  if (wanted === undefined || given === undefined || wanted === given || merged.includes(wanted)) return []
  const own = words(conversation, 'id')
  const known = rows.some(
    ({ item }) => words(item, 'conversationId') === own && words(item, 'customerId') === given,
  )
  const message =
    'This profile is not that of the conversation’s customerId. If that one was merged into it, name the old id ' +
    'in mergedCustomerIds; else it is somebody else’s.'
  return known ? [] : [wrong('customer.id', message)]
}

/** Where our words for a field differ from Gladly's or from the export's. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(items\[\d+\])\.at$/, '$1.timestamp'],
  [/^(items\[\d+\])\.by$/, '$1.initiator.id'],
  [/^(items\[\d+\])\.(?:text|prompt|label)$/, '$1.content.content'],
  [/^conversation\.guideId$/, 'guideId'],
  [/^customer\.identity$/, 'identity'],
]

/** Problems of the request, told in the places of the export that it was made of. */
export function inGladlysPlaces(problems: readonly Problem[], rows: readonly Row[], source: Json): Problem[] {
  const places = problems.map(({ path, message }) => {
    const placed = path.replace(/^items\[(\d+)\]/, (whole, at) => {
      const row = rows[Number(at)]
      return row === undefined ? whole : `items[${row.index}]`
    })
    return { path: NAMES.reduce((name, [ours, theirs]) => name.replace(ours, theirs), placed), message }
  })
  // What was derived is not the sender's mistake, if another field is.
  const given = places.filter(({ path }) => path !== 'requestedAt' || source.requestedAt != null)
  return given.length > 0 ? given : places
}
