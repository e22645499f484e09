import type { AddressObject, EmailAddress, HeaderLines, ParsedMail } from 'mailparser'
import { Refusal } from '../../kernel/refusal.ts'
import { tellsOfMachines } from '../../helpdesk/mail/automatic.ts'
import type { Address } from '../../helpdesk/model/entities.ts'
import type { InboundEmail } from '../../helpdesk/messages/inbound.ts'

/** An e-mail as it came, read. Who sent it may be missing. */
export type ReadEmail = Omit<InboundEmail, 'from' | 'ticket_id'> & { readonly from: string | undefined }

const MOST_ADDRESSES = 100
const MOST_FILES = 50
const MOST_HEADERS = 100
const LONGEST_HEADER = 1_000
const LONGEST_SUBJECT = 998
const LONGEST_ID = 998
const LONGEST_NAME = 255
/** What of an address a customer can have. */
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/
const LONGEST_ADDRESS = 320

/** Addresses of a header, those of its groups among them. */
function flat(addresses: readonly EmailAddress[]): Address[] {
  return addresses.flatMap(({ name, address, group }) => {
    if (group !== undefined) return flat(group)
    return isAddress(address) ? [{ name: name.slice(0, LONGEST_NAME), address }] : []
  })
}

/** Whether somebody can have that address. */
export const isAddress = (address: string | undefined): address is string =>
  address !== undefined && address.length <= LONGEST_ADDRESS && ADDRESS.test(address)

const addressesOf = (header: AddressObject | AddressObject[] | undefined): Address[] =>
  [header ?? []]
    .flat()
    .flatMap(({ value }) => flat(value))
    .slice(0, MOST_ADDRESSES)

/**
 * The headers as they came, unfolded; what came twice is told once, the first time. Beyond so many of them only
 * those are kept that tell whether a person wrote.
 */
function headersOf(lines: HeaderLines): Record<string, string> {
  const headers = new Map<string, string>()
  const seen = new Set<string>()
  for (const { line } of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim()
    if (colon <= 0 || name.length > LONGEST_NAME || name === '__proto__') continue
    if (seen.has(name.toLowerCase()) || (headers.size >= MOST_HEADERS && !tellsOfMachines(name))) continue
    seen.add(name.toLowerCase())
    const value = line.slice(colon + 1, colon + 1 + LONGEST_HEADER)
    headers.set(name, value.replace(/\s+/g, ' ').trim())
  }
  return Object.fromEntries(headers)
}

const idsOf = (header: string | readonly string[] | undefined): string[] =>
  [header ?? []].flat().filter((id) => id.length <= LONGEST_ID)

async function parse(raw: Uint8Array): Promise<ParsedMail> {
  // It takes a while to load: nobody waits for it who gets no e-mails.
  const { simpleParser } = await import('mailparser')
  try {
    return await simpleParser(Buffer.from(raw), {
      keepCidLinks: true,
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal('invalid', `The e-mail cannot be read: ${reason.slice(0, 200)}.`)
  }
}

/**
 * Reads an e-mail as it travels (RFC 5322, MIME). It is data of strangers: whatever it holds, what comes of it is
 * bounded, and nothing of it is looked up.
 *
 * @throws Refusal for what is beyond the parser's bounds: a thousand parts, headers of megabytes
 * @example
 * const { from, subject, text } = await readMime(Buffer.from('From: ana@example.com\r\n\r\nHello'))
 */
export async function readMime(raw: Uint8Array): Promise<ReadEmail> {
  const mail = await parse(raw)
  const [sender] = addressesOf(mail.from)
  const [in_reply_to] = idsOf(mail.inReplyTo?.match(/<[^<>]+>/g) ?? [])
  const [message_id] = idsOf(mail.messageId)
  const { subject, html } = mail
  return {
    from: sender?.address,
    ...(sender !== undefined && { from_name: sender.name }),
    to: addressesOf(mail.to),
    cc: addressesOf(mail.cc),
    text: mail.text ?? '',
    ...(typeof html === 'string' && html !== '' && { html }),
    ...(subject !== undefined && { subject: subject.slice(0, LONGEST_SUBJECT) }),
    ...(message_id !== undefined && { message_id }),
    ...(in_reply_to !== undefined && { in_reply_to }),
    references: idsOf(mail.references),
    headers: headersOf(mail.headerLines),
    attachments: mail.attachments.slice(0, MOST_FILES).map(({ filename, contentType, content, cid }, i) => ({
      name: (filename ?? `file-${i + 1}`).slice(0, LONGEST_NAME),
      content_type: contentType.slice(0, LONGEST_NAME),
      bytes: content,
      ...(cid !== undefined && { content_id: cid }),
    })),
  }
}
