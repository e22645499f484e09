import { htmlToPlain } from '../transcript/html-to-plain.ts'
import type { Json } from './fields.ts'
import {
  amount,
  atMost,
  field,
  line,
  list,
  longest,
  present,
  record,
  shortId,
  texts,
  upTo,
  words,
} from './fields.ts'

/** What is left of an item whose content was taken away: its envelope, and a visible mark in the transcript. */
const REDACTED = { kind: 'event', event: 'redacted' } as const

/**
 * What an item of Gladly says, in the words of the input model; `unknown` if its type is not known.
 * The result is checked against the schema afterwards, so it is built freely here.
 *
 * @param content the item's `content`; absent when the item was redacted
 * @param byAi AI turns are Markdown, everybody else's are plain text
 */
export function contentOf(content: Json, byAi: boolean): object {
  const type = words(content, 'type')
  // A redacted item keeps its envelope and loses its content.
  if (type === undefined) return REDACTED
  const internal = INTERNAL.get(type)
  if (internal !== undefined) return { kind: 'event', event: internal }
  const channel = TEXT_CHANNELS.get(type)
  if (channel !== undefined) return message(content, channel, byAi)
  switch (type) {
    case 'EMAIL':
      return email(content)
    case 'PHONE_CALL':
    case 'VOICEMAIL':
      return call(content)
    default:
      return { kind: 'unknown', rawType: line(content, 'type') }
  }
}

/** Never for the customer's eyes: of these only that they happened is kept. */
const INTERNAL: ReadonlyMap<string, string> = new Map([
  ['CONVERSATION_NOTE', 'note_added'],
  ['TOPIC_CHANGE', 'topic_added'],
  ['CONVERSATION_STATUS_CHANGE', 'status_changed'],
  ['CUSTOMER_ACTIVITY', 'customer_activity'],
  ['TASK', 'task'],
])

const TEXT_CHANNELS: ReadonlyMap<string, string> = new Map([
  ['CHAT_MESSAGE', 'chat'],
  ['SMS', 'sms'],
  ['WHATSAPP', 'whatsapp'],
  ['FACEBOOK_MESSAGE', 'facebook'],
  ['INSTAGRAM_DIRECT', 'instagram'],
  ['TWITTER', 'twitter'],
  ['VOICE_AI_MESSAGE', 'voice'],
])

/** Whether an item of this type was never for the customer's eyes; a redacted one has no type left. */
export const isInternal = (type: string | undefined): boolean => type !== undefined && INTERNAL.has(type)

/** The input model's channel for Gladly's item types and for the other names that its webhooks use. */
export function channelOf(name: string): string {
  switch (name.toUpperCase()) {
    case 'CHAT':
    case 'CHAT_MESSAGE':
      return 'chat'
    case 'EMAIL':
      return 'email'
    case 'SMS':
      return 'sms'
    case 'VOICE':
    case 'PHONE_CALL':
    case 'VOICEMAIL':
    case 'VOICE_AI_MESSAGE':
      return 'voice'
    default:
      return 'other'
  }
}

/** The channel of an item; of a type that is not known yet nobody knows it. */
export function itemChannel(type: string | undefined): string | undefined {
  const known =
    type !== undefined && (TEXT_CHANNELS.has(type) || ['EMAIL', 'PHONE_CALL', 'VOICEMAIL'].includes(type))
  return known ? channelOf(type) : undefined
}

function message(content: Json, channel: string, byAi: boolean): object {
  // Reading an item gives `content`, replying to one uses `body`; exports mix them up.
  const said = words(content, 'content', 'body', 'bodyPlain')
  const data = record(field(content, 'messageData'))
  const files = attachments(content)
  switch (words(content, 'messageType')) {
    case 'QUICK_REPLY_REQUEST': {
      const offered = options(data)
      if (said === undefined && offered.length === 0) return REDACTED
      return present({ kind: 'choices', prompt: upTo(longest.prose, said), options: offered })
    }
    case 'QUICK_REPLY_RESPONSE': {
      const optionId = line(data, 'selectedOptionId')
      const offered = options(record(field(data, 'quickReplyRequest')))
      const label = upTo(longest.line, said) ?? offered.find(({ id }) => id === optionId)?.label
      if (label === undefined) return REDACTED
      return present({ kind: 'choice', label, optionId, promptItemId: shortId(data, 'requestMessageId') })
    }
    default:
      if (said === undefined && files.length === 0) return REDACTED
      return {
        kind: 'text',
        text: upTo(longest.text, said) ?? '',
        format: byAi ? 'markdown' : 'plain',
        channel,
        attachments: files,
      }
  }
}

interface Option {
  id?: string
  label: string
}

const options = (data: Json): Option[] =>
  atMost(
    50,
    list(field(data, 'options'))
      .map(record)
      .map((option) => present<Option>({ id: line(option, 'id'), label: line(option, 'label') ?? '' })),
    (rest) => ({ label: `and ${rest} more` }),
  )

/** Blind copies are not read: who got one is nobody else's business. */
function email(content: Json): object {
  const text = mailText(content)
  const subject = line(content, 'subject')
  const files = attachments(content)
  if (text === undefined && subject === undefined && files.length === 0) return REDACTED
  return present({
    kind: 'email',
    subject,
    // What is cut ends in "…", and is no address any more.
    from: upTo(longest.address, words(content, 'from')),
    to: receivers(content, 'to'),
    cc: receivers(content, 'cc'),
    text: upTo(longest.text, text) ?? '',
    attachments: files,
  })
}

/** Plain text, as Gladly promises it; a body in HTML gives way to its plain form, or is read as its words. */
function mailText(content: Json): string | undefined {
  const bodies = ['content', 'bodyPlain', 'body'].flatMap((name) => words(content, name) ?? [])
  const plain = bodies.find((body) => !isHtml(body))
  return plain ?? (bodies[0] === undefined ? undefined : htmlToPlain(bodies[0]))
}

/** Only what begins and ends like a document: a customer may well write about `<br>`, or like `<Otoh>`. */
function isHtml(text: string): boolean {
  const bare = text.trim()
  const begins =
    /^<(?:!doctype html|!--|(?:html|head|meta|style|body|div|p|span|table|center|font|br)[\s/>])/i
  return bare.endsWith('>') && begins.test(bare)
}

const receivers = (content: Json, name: string): string[] =>
  atMost(
    100,
    texts(field(content, name)).map((address) => upTo(longest.address, address) ?? ''),
    (rest) => `and ${rest} more`,
  )

function call(content: Json): object {
  const seconds = amount(content, 'recordingDuration')
  return present({
    kind: 'event',
    event: 'call',
    detail: seconds === undefined ? undefined : `recorded, ${seconds} seconds`,
  })
}

const attachments = (content: Json): object[] =>
  atMost<object>(
    100,
    list(field(content, 'attachments'))
      .map(record)
      .map((file) =>
        present({
          id: shortId(file, 'id'),
          filename: line(file, 'filename') ?? '',
          contentType: line(file, 'contentType'),
          size: amount(file, 'fileSize'),
        }),
      ),
    (rest) => ({ filename: `and ${rest} more files` }),
  )
