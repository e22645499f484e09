import Type from 'typebox'
import { FaultSchema } from './fault.ts'
import { duration, emailAddress, fragments, handle, instant, strict, text, word, words } from './shapes.ts'

const EarlierTicketSchema = strict(
  {
    as: Type.Optional(handle('The name under which the story speaks of this ticket.')),
    subject: word('The subject line.'),
    status: Type.Optional(Type.Enum(['open', 'closed'], { description: 'Without it: open.' })),
    customer_wrote: text('What the customer wrote.'),
    agent_answered: Type.Optional(text('What an agent answered.')),
  },
  { description: 'A ticket from before the story.' },
)

const ProfileSchema = strict(
  {
    name: Type.Optional(word("The name in Gorgias, if it is not the customer's name in the story.")),
    email: Type.Optional(emailAddress('The address in Gorgias, if it is spelled differently there.')),
    shopify_orders: Type.Optional(words('Numbers of orders that the shop system put on the profile.')),
    tickets: Type.Optional(
      Type.Array(EarlierTicketSchema, { maxItems: 100, description: 'Tickets from before the story.' }),
    ),
  },
  {
    description:
      'The profile that Gorgias has of this customer already. Without it the customer is new there.',
  },
)

const CustomerSchema = strict(
  {
    name: Type.Optional(word('The name, as the customer gave it.')),
    email: Type.Optional(
      emailAddress('The address that Gladly knows. Leave it out for a customer without one.'),
    ),
    phone: Type.Optional(word('The telephone number, as it was typed.')),
    gorgias: Type.Optional(ProfileSchema),
  },
  { description: 'A person of the story.' },
)

const UserSchema = strict(
  {
    name: word('The name of the user.'),
    email: emailAddress('The address of the user.'),
    role: Type.Enum(['admin', 'agent', 'lite-agent', 'observer-agent'], {
      description: 'Only an admin can make an API key.',
    }),
  },
  { description: 'A user of the Gorgias account, beside the admin that every account starts with.' },
)

const TeamSchema = strict(
  { name: word('The name of the team.'), members: Type.Optional(words('Addresses of users.')) },
  { description: 'A team of the Gorgias account.' },
)

const ConditionSchema = strict(
  {
    tags_contain: Type.Optional(fragments('True if the ticket has one of these tags.')),
    text_contains: Type.Optional(fragments('True if the message holds one of these.')),
    subject_contains: Type.Optional(fragments('True if the subject holds one of these.')),
  },
  { description: 'All that is named here has to be true. Without a condition the rule runs always.' },
)

const ActionSchema = strict(
  {
    reply: Type.Optional(text('Reply to customer: the text of the reply.')),
    set_status: Type.Optional(Type.Enum(['open', 'closed'], { description: 'Set status.' })),
    add_tags: Type.Optional(words('Add tags.')),
    remove_tags: Type.Optional(words('Remove tags.')),
    exclude_from_auto_merge: Type.Optional(Type.Literal(true, { description: 'Exclude from auto-merge.' })),
  },
  { description: 'What the rule does.', minProperties: 1 },
)

const RuleSchema = strict(
  {
    name: word('The name of the rule.'),
    trigger: Type.Enum(['ticket created', 'message created', 'ticket updated'], {
      description: 'When the rule is looked at.',
    }),
    condition: Type.Optional(ConditionSchema),
    action: ActionSchema,
  },
  { description: 'A rule of the Gorgias account, with the words of its settings page.' },
)

const RateLimitSchema = Type.Union(
  [
    Type.Literal('off'),
    strict({
      capacity: Type.Integer({ minimum: 1, description: 'Requests that fit. An API key has 40.' }),
      window_seconds: Type.Integer({ minimum: 1, description: 'Seconds in which they are given back: 20.' }),
    }),
  ],
  { description: 'Without it: 40 requests in 20 seconds, shared by all integrations of the account.' },
)

const SettingsSchema = strict(
  {
    subject: Type.Optional(word('The template of the subject. Without it: Gladly AI Handoff.')),
    priority: Type.Optional(
      Type.Enum(['normal', 'high', 'urgent'], { description: 'The default priority. Without it: normal.' }),
    ),
    team: Type.Optional(word('The name of the team that gets the tickets.')),
    custom_tags: Type.Optional(words('Tags beside those of the topics.')),
    integration_user: Type.Optional(emailAddress('The user who signs the internal note.')),
    api_user: Type.Optional(emailAddress('The admin whose key is used. Without it: the first admin.')),
    error_email: Type.Optional(emailAddress('Who is told of a failed handoff.')),
    handoff_message: Type.Optional(text('What the customer reads when a person takes over.')),
    guides: Type.Optional(
      Type.Record(Type.String({ pattern: '^.{1,50}$' }), Type.String({ minLength: 1, maxLength: 10_000 }), {
        description: 'Handoff messages of single guides, by the id of the guide.',
      }),
    ),
    no_email: Type.Optional(
      Type.Enum(['fail_and_notify', 'create_without_email'], {
        description: 'What becomes of a customer without an e-mail address.',
      }),
    ),
    deadline: Type.Optional(duration('How long a handoff is tried before it is given up.')),
  },
  { description: 'How the handoff is set up. What is missing has the default of the product.' },
)

export const GivenSchema = strict(
  {
    clock: Type.Optional(instant('When the story starts, in UTC. Without it: 2026-03-02T09:00:00Z.')),
    plan: Type.Optional(
      Type.Enum(['starter', 'basic', 'pro', 'advanced'], { description: 'The plan of the account.' }),
    ),
    users: Type.Optional(Type.Array(UserSchema, { maxItems: 100 })),
    teams: Type.Optional(Type.Array(TeamSchema, { maxItems: 50 })),
    rules: Type.Optional(
      Type.Array(RuleSchema, { maxItems: 50, description: 'Rules of the account, first to last.' }),
    ),
    customers: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9 _-]{0,39}$' }), CustomerSchema, {
        description: 'The people of the story, each under the name that the steps use.',
      }),
    ),
    handoff: Type.Optional(SettingsSchema),
    rate_limit: Type.Optional(RateLimitSchema),
    faults: Type.Optional(Type.Array(FaultSchema, { maxItems: 50 })),
  },
  { description: 'What is there before the story begins.' },
)

export type Given = Type.Static<typeof GivenSchema>
export type CustomerGiven = Type.Static<typeof CustomerSchema>
export type RuleGiven = Type.Static<typeof RuleSchema>
export type HandoffSettings = Type.Static<typeof SettingsSchema>
