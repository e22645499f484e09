import '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../kernel/refusal.ts'
import type { NewFile } from '../../helpdesk/uploads.ts'
import { WireError } from '../../wire/errors.ts'
import { mediaType } from '../file-answer.ts'

/** Gorgias's own limits are unpublished, apart from there being a 413 (inferred). */
export const FORM_LIMITS = { fileSize: 10 * 1024 * 1024, files: 10, parts: 10, fieldNameSize: 255 }

const MEGABYTES = FORM_LIMITS.fileSize / 1024 / 1024

/** What the reader of forms says, as the caller is told it. */
const LIMITS_PASSED: Readonly<Record<string, string>> = {
  FST_REQ_FILE_TOO_LARGE: `A file may have at most ${MEGABYTES} MB.`,
  FST_FILES_LIMIT: `At most ${FORM_LIMITS.files} files at a time.`,
  FST_PARTS_LIMIT: `At most ${FORM_LIMITS.parts} files at a time.`,
}

const invalid = (field: string, sentence: string): Refusal =>
  new Refusal('invalid', '', { [field]: [sentence] })

async function readParts(request: FastifyRequest): Promise<NewFile[]> {
  const files: NewFile[] = []
  for await (const part of request.parts()) {
    // Untyped: the reader leaves the name out where the form does.
    const name: string | undefined = part.fieldname
    if (!name) throw invalid('_schema', 'A part has no name: its name is what the file is called.')
    if (part.type === 'field') throw invalid(name, 'Not a file: it has no file name.')
    files.push({
      name,
      content_type: mediaType(part.mimetype),
      bytes: await part.toBuffer(),
    })
  }
  return files
}

/**
 * Reads the files of a form, up to the limits. The journal keeps what they were called, not what they hold.
 *
 * @throws WireError 415 for what is no form, 413 beyond a limit; Refusal 400 for a form that cannot be read
 */
export async function readForm(request: FastifyRequest): Promise<NewFile[]> {
  if (!request.isMultipart()) {
    throw new WireError('unsupported-media-type', 'Only multipart/form-data is accepted.')
  }
  try {
    const files = await readParts(request)
    if (files.length === 0) throw invalid('_schema', 'The form holds no file.')
    request.body = files.map(({ name, content_type, bytes }) => ({ name, content_type, size: bytes.length }))
    return files
  } catch (error) {
    if (error instanceof Refusal) throw error
    const { code = '', message } = error as { code?: string; message: string }
    const limit = LIMITS_PASSED[code]
    if (limit !== undefined) throw new WireError('too-large', limit)
    throw invalid('_schema', `The form cannot be read: ${message}`)
  }
}
