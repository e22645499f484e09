import type { Json } from './fields.ts'
import { field, line, list, longest, present, record, shortId, upTo, words } from './fields.ts'

/** As many addresses and numbers as a request may have. */
const MOST = 100

/** The customer's profile under any of the names that Gladly has for its fields. */
export function customerOf(customer: Json, id: string, identity: unknown): object {
  const emails = emailsOf(customer)
  return {
    id,
    ...present({ name: line(customer, 'name') }),
    emails,
    phones: phonesOf(customer),
    externalIds: externalIdsOf(customer),
    // Gladly does not say how sure it is. An address that somebody typed is a claim.
    identity: identity ?? (emails.length > 0 ? 'claimed' : 'anonymous'),
  }
}

/** The primary address first: of very many none but the last is left out. */
function emailsOf(customer: Json): { address: string; primary?: true }[] {
  const primary = words(customer, 'primaryEmailAddress')
  const rows = [
    ...list(field(customer, 'emails')).map((row) =>
      typeof row === 'string' ? { normalized: row } : record(row),
    ),
    ...[primary, ...list(field(customer, 'emailAddresses'))].map((address) => ({
      normalized: address,
      primary: address === primary,
    })),
  ]
  const known = new Map<string, { address: string; primary?: true }>()
  for (const row of rows) {
    const address = words(row, 'normalized', 'original')
    const key = address?.trim().toLowerCase() ?? ''
    // One that is too long is no address, and cut it would be another's.
    if (address === undefined || address.length > longest.address || known.has(key)) continue
    known.set(key, { address, ...(field(row, 'primary') === true ? { primary: true } : {}) })
  }
  const emails = [...known.values()]
  return [...emails.filter((email) => email.primary), ...emails.filter((email) => !email.primary)].slice(
    0,
    MOST,
  )
}

function phonesOf(customer: Json): object[] {
  const main = record(field(customer, 'primaryPhoneNumber'))
  const rows = [field(customer, 'phones'), main, field(customer, 'phoneNumbers')].flat()
  const seen = new Set<string>()
  const phones = rows.flatMap((row) => {
    const phone = typeof row === 'string' ? { number: row } : record(row)
    const raw = upTo(longest.line, words(phone, 'original', 'number', 'normalized'))
    if (raw === undefined || seen.has(raw)) return []
    seen.add(raw)
    const e164 = [words(phone, 'normalized'), raw].find((text) => /^\+[1-9]\d{1,14}$/.test(text ?? ''))
    const type = words(phone, 'type')?.toLowerCase() ?? ''
    return [
      present({
        raw,
        e164,
        type: ['home', 'mobile', 'office', 'other'].includes(type) ? type : undefined,
        primary: field(phone, 'primary') === true || row === main ? true : undefined,
      }),
    ]
  })
  return phones.slice(0, MOST)
}

function externalIdsOf(customer: Json): Record<string, string> {
  const many = Object.entries(record(field(customer, 'externalCustomerIds')))
  const rows = [['external', field(customer, 'externalCustomerId')] as const, ...many]
  return Object.fromEntries(
    rows.flatMap(([system, id]) => {
      const known = shortId({ id: typeof id === 'number' ? String(id) : id }, 'id')
      return known === undefined ? [] : [[system, known]]
    }),
  )
}
