import fc from 'fast-check'
import { TRIGGERS } from '../../src/helpdesk/rules/rules.ts'
import { MACRO, ROBIN, SECRET, TAGS, TEAM, TEMPLATES } from './names.ts'

/** A rule as it is written. */
export interface RuleText {
  readonly event_types: string
  readonly code: string
}

/** What shops have, and what the set-up guide of the handoff asks for. */
const SENSIBLE: readonly RuleText[] = [
  {
    event_types: 'ticket-created',
    code: `if (containsAny(ticket.tags.name, ["gladly-ai"])) {
      Action("excludeTicketFromAutoMerge", {})
      Action("replyToTicket", { body_text: "Hi {{ticket.customer.firstname}}, we have your request." })
    }`,
  },
  {
    event_types: 'ticket-message-created',
    code: `if (eq(message.from_agent, false) && containsAny(message.text, ["thanks"])) { Action("setStatus", { status: "closed" }) }`,
  },
  {
    event_types: 'ticket-created,ticket-message-created',
    code: `if (eq(message.from_agent, false)) {
      if (duringBusinessHours(message.created_datetime)) { Action("setTeamAssignee", { assignee_team: "${TEAM}" }) }
      else { Action("replyToTicket", { body_html: "<p>We are closed.</p>" }); Action("snoozeTicket", { snooze_timedelta: "4h" }) }
    }`,
  },
  {
    event_types: 'ticket-created',
    code: `if (containsAny(message.text, ["refund"])) { Action("applyMacro", { macro_id: ${MACRO} }) }`,
  },
]

const CONDITIONS = [
  'eq(message.from_agent, false)',
  'eq(message.from_agent, true) || isEmpty(ticket.snooze_datetime)',
  'eq(ticket.status, "open")',
  'eq(ticket.channel, "chat")',
  'notContainsAny(ticket.tags.name, ["vip"])',
  'containsAny(ticket.tags.name, ["vip", "later"]) && !gteTimedelta(ticket.created_datetime, "2h")',
]

const text = fc.constantFrom(...TEMPLATES, 'x', '{{message.body_text}}{{message.body_text}}')
const quoted = (texts: fc.Arbitrary<string>) => texts.map((value) => JSON.stringify(value))
const tags = fc.subarray([...TAGS], { minLength: 1 }).map(String)

/** Actions that reach customers come up most. */
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: quoted(text).map((body) => `Action("replyToTicket", { body_text: ${body} })`),
  },
  {
    weight: 2,
    arbitrary: quoted(text).map((body) => `Action("replyToTicket", { body_html: ${body} })`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          '{{ticket.customer.email}}',
          'boss@example.com',
          'ana@example.com,ben@example.com',
          '{{message.body_text}}',
          'support+x@acme.test',
        ),
        quoted(text),
        quoted(text),
      )
      .map(
        ([to, subject, body]) =>
          `Action("sendEmail", { to: "${to}", subject: ${subject}, body_text: ${body}, body_html: ${body} })`,
      ),
  },
  {
    weight: 2,
    arbitrary: quoted(text.map((body) => `${SECRET}R ${body}`)).map(
      (body) => `Action("addInternalNote", { body_text: ${body} })`,
    ),
  },
  quoted(text).map((subject) => `Action("setSubject", { subject: ${subject} })`),
  tags.map((names) => `Action("addTags", { tags: "${names}" })`),
  tags.map((names) => `Action("removeTags", { tags: "${names}" })`),
  fc.constantFrom('open', 'closed').map((status) => `Action("setStatus", { status: "${status}" })`),
  fc
    .constantFrom('0s', '1s', '10m', '1d')
    .map((age) => `Action("snoozeTicket", { snooze_timedelta: "${age}" })`),
  fc.constantFrom(
    'Action("trashTicket")',
    'Action("excludeTicketFromAutoMerge")',
    'Action("excludeTicketFromCSAT")',
    `Action("setAssignee", { assignee_user: "${ROBIN}" })`,
    `Action("setTeamAssignee", { assignee_team: "${TEAM}" })`,
    `Action("applyMacro", { macro_id: ${MACRO} })`,
    'Action("setPriority", { priority: "high" })',
  ),
)

const statement = fc.oneof(
  action,
  fc
    .tuple(fc.constantFrom(...CONDITIONS), action, action)
    .map(([test, then, otherwise]) => `if (${test}) { ${then} } else { ${otherwise} }`),
)

const nasty: fc.Arbitrary<RuleText> = fc.record({
  event_types: fc.subarray([...TRIGGERS], { minLength: 1 }).map(String),
  code: fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements) => statements.join('\n')),
})

/** Rules from sensible to nasty: those that answer everything, each other and themselves. */
export const ruleText: fc.Arbitrary<RuleText> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...SENSIBLE) },
  { weight: 3, arbitrary: nasty },
)
