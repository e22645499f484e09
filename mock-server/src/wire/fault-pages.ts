import type { FastifyReply } from 'fastify'
import { errorBody, ERRORS } from './errors.ts'
import type { WireFault } from './fault-rule.ts'
import { HTML_TYPE, JSON_TYPE } from './headers.ts'

/** Seconds that a 429 asks to wait, if nothing else was ordered (documented example). */
const RETRY_AFTER = 5

const TITLES: Readonly<Record<number, string>> = {
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
  520: 'Web server is returning an unknown error',
  521: 'Web server is down',
  522: 'Connection timed out',
  523: 'Origin is unreachable',
  524: 'A timeout occurred',
}

/** These come from the edge in front of the API, which says who it is; the others from the API's own server. */
const OF_EDGE = new Set([502, 504, 520, 521, 522, 523, 524])

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** A page for a 5xx: pages are recorded, their words are inferred. */
export function faultPage(status: number, message?: string): string {
  const title = TITLES[status] ?? 'Server Error'
  const paragraph = message === undefined ? '' : `<p>${escaped(message)}</p>\n`
  if (!OF_EDGE.has(status))
    return `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n${paragraph}`
  return (
    `<html>\n<head><title>${status} ${title}</title></head>\n<body>\n` +
    `<center><h1>${status} ${title}</h1></center>\n${paragraph}<hr><center>cloudflare</center>\n</body>\n</html>\n`
  )
}

/** Answers the status of a fault: 5xx as pages (recorded), what is below in the dialect of the API. */
export function answerFaultStatus(
  reply: FastifyReply,
  { status = 500, message, retryAfter }: WireFault,
): void {
  const wait = retryAfter ?? (status === 429 ? RETRY_AFTER : undefined)
  if (wait !== undefined) reply.header('retry-after', String(wait))
  reply.code(status)
  if (status >= 500) {
    reply.type(HTML_TYPE).send(faultPage(status, message))
    return
  }
  const known = Object.values(ERRORS).find((error) => error.status === status)
  reply
    .type(JSON_TYPE)
    .serializer(JSON.stringify)
    .send(errorBody(message ?? known?.msg ?? 'The request failed.'))
}
