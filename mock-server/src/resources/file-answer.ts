import type { FastifyReply } from 'fastify'
import { Type } from '../wire/type.ts'

/** A file on its way out. */
export interface FileContent {
  readonly bytes: Uint8Array
  readonly content_type: string
  readonly name: string
}

/** The `answer` of an operation that returns {@link FileContent}. */
export const FileAnswer = Type.Unsafe<FileContent>({ type: 'string', format: 'binary' })

const MEDIA_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/

/** What a caller said a file is, if it says anything that can stand in a header. */
export const mediaType = (given: string): string => {
  const [type = ''] = given.trim().split(';', 1)
  return MEDIA_TYPE.test(type.trim()) ? type.trim().toLowerCase() : 'application/octet-stream'
}

/** The name twice: for old clients in ASCII, and in UTF-8 (RFC 6266). */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/**
 * Answers a file. It is always to be saved, never shown: what a caller uploads as a page or an SVG must not
 * run as one from the address of the simulator (inferred).
 */
export const sendFile = (reply: FastifyReply, { bytes, content_type, name }: FileContent): FastifyReply =>
  reply
    .header('content-disposition', disposition(name))
    .header('x-content-type-options', 'nosniff')
    .type(content_type)
    .send(bytes)
