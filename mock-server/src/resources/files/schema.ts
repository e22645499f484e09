import { Type } from '../../wire/type.ts'
import { UPLOAD_TYPES } from '../../helpdesk/model/uploads.ts'
import type { NewFile } from '../../helpdesk/uploads.ts'
import { OneOf } from '../../wire/schema.ts'

export const UploadQuery = Type.Object(
  {
    type: OneOf(UPLOAD_TYPES, {
      description: 'Attachments are served to those who have credentials, all else to everybody.',
    }),
  },
  { additionalProperties: false },
)

/** The parts of the form: what a file is called is the name of its part (documented). */
export const UploadBody = Type.Unsafe<readonly NewFile[]>({
  type: 'object',
  additionalProperties: { type: 'string', format: 'binary' },
})

/** The answer: what an attachment of a message takes (documented keys). */
export const UploadedFiles = Type.Array(
  Type.Object({
    content_type: Type.String(),
    name: Type.String(),
    size: Type.Integer({ description: 'Bytes.' }),
    url: Type.String(),
  }),
)

const Segment = Type.String({ minLength: 1, maxLength: 255 })

/** The parts of an attachment's URL, without its host (documented). */
export const DownloadPath = Type.Object({
  file_type: Segment,
  domain_hash: Segment,
  resource_name: Segment,
})
