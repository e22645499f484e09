import type { Json } from './fields.ts'
import { amount, field, list, present, record, texts, words } from './fields.ts'

/**
 * What an item of Gladly says, in the words of the input model; `undefined` if its type is not known.
 * The result is checked against the schema afterwards, so it is built freely here.
 *
 * @param content the item's `content`; absent when the item was redacted
 * @param byAi AI turns are Markdown, everybody else's are plain text
 */
export function contentOf(content: Json, byAi: boolean): object {
  const type = words(content, 'type')
  // A redacted item keeps its envelope and loses its content.
  if (type === undefined) return { kind: 'event', event: 'redacted' }
  const internal = INTERNAL[type]
  if (internal !== undefined) return { kind: 'event', event: internal }
  const channel = TEXT_CHANNELS[type]
  if (channel !== undefined) return message(content, channel, byAi)
  switch (type) {
    case 'EMAIL':
      return email(content)
    case 'PHONE_CALL':
    case 'VOICEMAIL':
      return call(content)
    default:
      return { kind: 'unknown', rawType: type }
  }
}

/** Never for the customer's eyes: of these only that they happened is kept. */
const INTERNAL: Readonly<Record<string, string>> = {
  CONVERSATION_NOTE: 'note_added',
  TOPIC_CHANGE: 'topic_added',
  CONVERSATION_STATUS_CHANGE: 'status_changed',
  CUSTOMER_ACTIVITY: 'customer_activity',
  TASK: 'task',
}

const TEXT_CHANNELS: Readonly<Record<string, string>> = {
  CHAT_MESSAGE: 'chat',
  SMS: 'sms',
  WHATSAPP: 'whatsapp',
  FACEBOOK_MESSAGE: 'facebook',
  INSTAGRAM_DIRECT: 'instagram',
  TWITTER: 'twitter',
  VOICE_AI_MESSAGE: 'voice',
}

/** The input model's channel for Gladly's item types and for the other names that its webhooks use. */
export function channelOf(name: string | undefined): string | undefined {
  switch (name?.toUpperCase()) {
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
      return name === undefined || INTERNAL[name] !== undefined ? undefined : 'other'
  }
}

function message(content: Json, channel: string, byAi: boolean): object {
  // Reading an item gives `content`, replying to one uses `body`; exports mix them up.
  const said = words(content, 'content', 'body', 'bodyPlain')
  const data = record(field(content, 'messageData'))
  const files = attachments(content)
  switch (words(content, 'messageType')) {
    case 'QUICK_REPLY_REQUEST':
      return present({ kind: 'choices', prompt: said, options: options(data) })
    case 'QUICK_REPLY_RESPONSE':
      return present({
        kind: 'choice',
        label: said ?? '',
        optionId: words(data, 'selectedOptionId'),
        promptItemId: words(data, 'requestMessageId'),
      })
    default:
      if (said === undefined && files.length === 0) return { kind: 'event', event: 'redacted' }
      return {
        kind: 'text',
        text: said ?? '',
        format: byAi ? 'markdown' : 'plain',
        channel,
        attachments: files,
      }
  }
}

const options = (data: Json): object[] =>
  list(field(data, 'options')).map((option) =>
    present({ id: words(record(option), 'id'), label: words(record(option), 'label') ?? '' }),
  )

/** Blind copies are not read: who got one is nobody else's business. */
function email(content: Json): object {
  const text = words(content, 'content', 'bodyPlain', 'body')
  const subject = words(content, 'subject')
  const files = attachments(content)
  if (text === undefined && subject === undefined && files.length === 0) {
    return { kind: 'event', event: 'redacted' }
  }
  return present({
    kind: 'email',
    subject,
    from: words(content, 'from'),
    to: texts(field(content, 'to')),
    cc: texts(field(content, 'cc')),
    text: text ?? '',
    attachments: files,
  })
}

function call(content: Json): object {
  const seconds = amount(content, 'recordingDuration')
  return present({
    kind: 'event',
    event: 'call',
    detail: seconds === undefined ? undefined : `recorded, ${seconds} seconds`,
  })
}

const attachments = (content: Json): object[] =>
  list(field(content, 'attachments'))
    .map(record)
    .map((file) =>
      present({
        id: words(file, 'id'),
        filename: words(file, 'filename') ?? '',
        contentType: words(file, 'contentType'),
        size: amount(file, 'fileSize'),
      }),
    )
