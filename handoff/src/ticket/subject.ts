import type { OrgConfig } from '../model/config.ts'
import type { HandoffRequest } from '../model/request.ts'
import { shownLine } from '../transcript/shown.ts'
import { channelWord } from '../transcript/turns.ts'

/** What a ticket is called without a template, or where a template cannot be filled in. */
export const DEFAULT_SUBJECT = 'Gladly AI Handoff'
const LONGEST = 998

type Variable = (request: HandoffRequest, email: string | undefined) => string | undefined

/** What a template may name. */
export const SUBJECT_VARIABLES: Readonly<Record<string, Variable>> = {
  'customer.name': ({ customer }) => customer.name,
  'customer.email': (_, email) => email,
  'customer.id': ({ customer }) => customer.id,
  topic: ({ topics }) => topics[0]?.name,
  topics: ({ topics }) => topics.map(({ name }) => name).join(', '),
  'conversation.id': ({ conversation }) => conversation.id,
  'conversation.channel': ({ conversation }) => channelWord(conversation.channel),
  'conversation.subject': ({ conversation }) => conversation.subject,
  reason: ({ reason }) => reason.label ?? reason.kind.replaceAll('_', ' '),
  'handoff.id': ({ handoffId }) => handoffId,
}

/**
 * Fills the subject's template in: one line of at most 998 characters.
 * If one variable has no value or is not known, the whole subject is {@link DEFAULT_SUBJECT}: half a sentence in a
 * queue of tickets helps nobody.
 *
 * @param email the address the ticket is for, if there is one
 * @example subjectFor(request, 'Help for {{customer.name}}') // Help for Dana Ruiz
 */
export function subjectFor(
  request: HandoffRequest,
  { subjectTemplate }: Pick<OrgConfig, 'subjectTemplate'>,
  email?: string,
): string {
  const missing: string[] = []
  const filled = subjectTemplate.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, name: string) => {
    const variable = Object.hasOwn(SUBJECT_VARIABLES, name) ? SUBJECT_VARIABLES[name] : undefined
    const value = shownLine(variable?.(request, email) ?? '')
    if (value === '') missing.push(name)
    return value
  })
  const line = shownLine(filled, LONGEST)
  return missing.length === 0 && line !== '' ? line : DEFAULT_SUBJECT
}
