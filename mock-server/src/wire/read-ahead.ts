import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, where it was read before its turn; null elsewhere. */
    readAhead: Buffer | null
  }
}

/** The types of body that the API reads, and of which a journal keeps the text. */
export const isJson = (type: string | undefined): boolean =>
  /^application\/(?:[\w.+-]+\+)?json\b/i.test(type ?? '')

const announcesBody = ({
  'content-length': length,
  'transfer-encoding': coding,
}: FastifyRequest['headers']) => coding !== undefined || Number(length ?? 0) > 0

/**
 * Reads the body of a call before its turn, as far as the operation would: what strikes a call looks at it, and
 * the journal has it of a call that is answered earlier. Goes on at once where there is none, where it was read
 * already, and where nobody could use it.
 */
export function readAhead(request: FastifyRequest, goOn: () => void): void {
  const { raw, headers } = request
  const isOver = raw.readableDidRead || raw.readableEnded || raw.destroyed
  if (isOver || !announcesBody(headers) || !isJson(headers['content-type'])) {
    goOn()
    return
  }
  const limit = request.routeOptions.bodyLimit
  // What is announced as too large is not taken in at all.
  if (Number(headers['content-length'] ?? 0) > limit) {
    goOn()
    return
  }
  const chunks: Buffer[] = []
  let length = 0
  const take = (chunk: Buffer) => {
    chunks.push(chunk)
    length += chunk.length
    if (length > limit) stop()
  }
  const stop = () => {
    raw.off('data', take).off('end', stop).off('error', stop).off('close', stop)
    raw.pause()
    request.readAhead = Buffer.concat(chunks, length)
    // Half a body says nothing.
    if (raw.complete && length <= limit) request.bodyText = request.readAhead.toString()
    goOn()
  }
  raw.on('data', take).on('end', stop).on('error', stop).on('close', stop)
}

/** What the operation reads of a body that was read before. */
export const readAgain = (body: Buffer): Readable & { receivedEncodedLength: number } =>
  Object.assign(Readable.from([body], { objectMode: false }), { receivedEncodedLength: body.length })
