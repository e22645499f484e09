import { instantNanos } from './instant.ts'
import type { Item } from './items.ts'
import type { HandoffRequest, Problem } from './request.ts'

const MOST_TEXT = 20_000_000

/** What a schema cannot say: ids that are unique, names that exist, days that exist, something to hand off. */
export function crossCheck(request: HandoffRequest): Problem[] {
  return [
    ...emptiness(request),
    ...doubles(request.participants, 'participants'),
    ...doubles(request.items, 'items'),
    ...strangers(request),
    ...moments(request),
    ...volume(request.items),
  ]
}

function emptiness(request: HandoffRequest): Problem[] {
  if (request.items.length > 0 || request.outcome === 'resolved') return []
  const message =
    'The conversation has no items, so there is nothing to hand off. Send at least what the customer wrote; ' +
    'an AI answer is not needed.'
  return [{ path: 'items', message }]
}

function doubles(rows: readonly { id: string }[], list: string): Problem[] {
  const first = new Map<string, number>()
  return rows.flatMap(({ id }, index) => {
    const earlier = first.get(id)
    if (earlier === undefined) {
      first.set(id, index)
      return []
    }
    return [
      {
        path: `${list}[${index}].id`,
        message: `This id is already used by ${list}[${earlier}]; give each entry its own.`,
      },
    ]
  })
}

function strangers(request: HandoffRequest): Problem[] {
  const known = new Set(request.participants.map(({ id }) => id))
  return request.items.flatMap(({ by }, index) =>
    known.has(by)
      ? []
      : [
          {
            path: `items[${index}].by`,
            message: 'No participant has this id; add the participant, or name one that is listed.',
          },
        ],
  )
}

function moments(request: HandoffRequest): Problem[] {
  const places: [string, string | undefined][] = [
    ['requestedAt', request.requestedAt],
    ['conversation.createdAt', request.conversation.createdAt],
    ['handoffMessage.sentAt', request.handoffMessage?.sentAt],
    ...request.items.flatMap((item, index): [string, string | undefined][] => [
      [`items[${index}].at`, item.at],
      ...placedAt(item, `items[${index}]`),
    ]),
  ]
  return places.flatMap(([path, text]) =>
    text === undefined || instantNanos(text) !== undefined
      ? []
      : [{ path, message: 'There is no such moment; check the day, the hour and the zone.' }],
  )
}

function placedAt(item: Item, at: string): [string, string | undefined][] {
  if (item.kind === 'order') return [[`${at}.placedAt`, item.placedAt]]
  if (item.kind === 'order_list')
    return item.orders.map((o, i) => [`${at}.orders[${i}].placedAt`, o.placedAt])
  return []
}

function volume(items: readonly Item[]): Problem[] {
  const size = items.reduce((sum, item) => sum + ('text' in item ? item.text.length : 0), 0)
  if (size <= MOST_TEXT) return []
  const message = `The texts have ${size} characters together; at most ${MOST_TEXT} are accepted. Leave the oldest out.`
  return [{ path: 'items', message }]
}
