import Type from 'typebox'
import type { Static } from 'typebox'
import { Order, Product, orderFields } from './commerce.ts'
import { Address, Id, Instant, Line, Prose, RequiredLine, Strict, Url } from './fields.ts'

const attachmentFields = {
  filename: Line('The file’s name.'),
  contentType: Type.Optional(Line('e.g. image/jpeg')),
  size: Type.Optional(Type.Number({ minimum: 0, description: 'Bytes.' })),
  url: Type.Optional(Url('A lasting address, if there is one; it is not printed.')),
}
const Attachment = Strict({ id: Type.Optional(Id('Its id in Gladly.')), ...attachmentFields }, 'A file.')
export type Attachment = Static<typeof Attachment>

const Attachments = Type.Array(Attachment, { maxItems: 100 })
const LongText = Type.String({
  maxLength: 1_000_000,
  description: 'What was written. Long text is cut when shown.',
})
const Option = Strict({ id: Type.Optional(Line('Its id.')), label: Line('What it says.') }, 'An option.')
const MessageChannel = Type.Enum(
  ['chat', 'email', 'sms', 'voice', 'whatsapp', 'facebook', 'instagram', 'twitter', 'other'],
  { description: 'Where it was said, if not on the conversation’s channel.' },
)

const base = <const K extends string>(kind: K) => ({
  id: Id('Unique in the conversation.'),
  at: Instant('When.'),
  by: Id('The id of a participant.'),
  kind: Type.Literal(kind),
})

const item = <const K extends string, const P extends Type.TProperties>(
  kind: K,
  description: string,
  fields: P,
) => Strict({ ...base(kind), ...fields }, description)

/** One schema for each kind of item; the keys are the kinds. */
export const itemSchemas = {
  text: item('text', 'Something that was written or said.', {
    text: LongText,
    format: Type.Enum(['plain', 'markdown', 'html'], {
      description: 'The AI writes Markdown, customers plain.',
    }),
    channel: Type.Optional(MessageChannel),
    attachments: Type.Optional(Attachments),
  }),
  email: item('email', 'An e-mail. Blind copies have no place in it.', {
    subject: Type.Optional(Line('The subject.')),
    from: Type.Optional(Address('The sender.')),
    to: Type.Optional(Type.Array(Address('A receiver.'), { maxItems: 100 })),
    cc: Type.Optional(Type.Array(Address('A receiver of a copy.'), { maxItems: 100 })),
    text: LongText,
    attachments: Type.Optional(Attachments),
  }),
  choices: item('choices', 'Buttons that were offered.', {
    prompt: Type.Optional(Prose('The question.')),
    options: Type.Array(Option, { maxItems: 50 }),
  }),
  choice: item('choice', 'The button that was pressed.', {
    label: Line('What it says.'),
    optionId: Type.Optional(Line('Its id.')),
    promptItemId: Type.Optional(Id('The item that offered it.')),
  }),
  products: item('products', 'Products that were shown.', {
    title: Type.Optional(Line('A line above them.')),
    products: Type.Array(Product, { minItems: 1, maxItems: 50 }),
  }),
  order: item('order', 'An order that was looked up.', orderFields),
  order_list: item('order_list', 'Up to three orders that were looked up.', {
    orders: Type.Array(Order, { minItems: 1, maxItems: 3 }),
  }),
  article: item('article', 'A help article that was offered.', {
    title: RequiredLine('Its title.'),
    url: Type.Optional(Url('Where it is.')),
    snippet: Type.Optional(Prose('Its first words.')),
  }),
  form: item('form', 'Answers that were collected.', {
    fields: Type.Array(Strict({ label: Line('The question.'), value: Prose('The answer.') }, 'An answer.'), {
      minItems: 1,
      maxItems: 100,
    }),
  }),
  action: item('action', 'Something that the AI did, in human words. Arguments have no place in it.', {
    name: Line('The action’s technical name; it is not printed.'),
    outcome: Type.Enum(['done', 'failed']),
    label: RequiredLine('e.g. Looked up the order'),
  }),
  attachment: item('attachment', 'A file that was sent by itself.', {
    attachmentId: Type.Optional(Id('Its id in Gladly.')),
    ...attachmentFields,
  }),
  event: item('event', 'Something that happened; not a turn of the conversation.', {
    event: Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'topic_added, status_changed, routed, … stay internal; redacted and call leave one line in the transcript.',
    }),
    detail: Type.Optional(Prose('For the record; never printed.')),
  }),
  unknown: item('unknown', 'A kind of content that nobody knows yet; shown as one line.', {
    rawType: Line('How its source names it.'),
  }),
} as const

export type ItemKind = keyof typeof itemSchemas
export type Item = { [K in ItemKind]: Static<(typeof itemSchemas)[K]> }[ItemKind]
export type ItemOf<K extends ItemKind> = Extract<Item, { kind: K }>

/** An item of a kind that this version does not know. It is kept as `unknown`; whatever else it holds is ignored. */
export const RawItemSchema = Type.Object(
  {
    id: Id('Unique in the conversation.'),
    at: Instant('When.'),
    by: Id('The id of a participant.'),
    kind: Type.String({ minLength: 1, maxLength: 200, not: { enum: Object.keys(itemSchemas) } }),
  },
  { description: 'An item of a kind that this version does not know; shown as one line.' },
)

export const isItemKind = (kind: string): kind is ItemKind => Object.hasOwn(itemSchemas, kind)
