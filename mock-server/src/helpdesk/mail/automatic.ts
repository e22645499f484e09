import { foldEmail } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message } from '../model/entities.ts'

/** Which headers say that no person wrote an e-mail to be answered, and with which of their values. */
const SIGNS: Readonly<Record<string, (value: string) => boolean>> = {
  // Nobody is to answer what has no sender: it tells of an e-mail's fate, as reports do (RFC 5321, RFC 6522).
  'return-path': (value) => /^\s*<\s*>/.test(value),
  'content-type': (value) => /^\s*multipart\/report\b/.test(value),
  'auto-submitted': (value) => !/^\s*no\b/.test(value),
  precedence: (value) => /^\s*(bulk|list|junk|auto_reply)\b/.test(value),
  'x-autoreply': (value) => !/^\s*no\b/.test(value),
  'x-autorespond': () => true,
  'x-auto-response-suppress': (value) => /\b(all|autoreply|oof)\b/.test(value),
  'list-id': () => true,
  'list-unsubscribe': () => true,
}

/** Whether a header may say so: it is kept with its message, however many others there are. */
export const tellsOfMachines = (name: string): boolean => Object.hasOwn(SIGNS, name.toLowerCase())

/**
 * Whether a message came from a machine: its headers say so, or its sender is a mailbox of the account itself.
 * No auto-reply may answer it (documented for mailing lists; inferred for all else, after RFC 3834).
 */
export function isAutomatic(world: Helpdesk, { headers, source, from_agent }: Message): boolean {
  if (from_agent) return false
  for (const [name, value] of Object.entries(headers ?? {})) {
    const says = Object.hasOwn(SIGNS, name.toLowerCase()) ? SIGNS[name.toLowerCase()] : undefined
    if (typeof value === 'string' && says?.(value.toLowerCase()) === true) return true
  }
  const sender = source?.from?.address
  return (
    sender !== undefined &&
    world.rows.integrations.first('byAddress', ['email', foldEmail(sender)]) !== undefined
  )
}
