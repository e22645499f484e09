import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Upload, UploadType } from '../../helpdesk/model/uploads.ts'
import { addUpload, findUpload, isPublic } from '../../helpdesk/uploads.ts'
import type { NewFile } from '../../helpdesk/uploads.ts'
import type { FileContent } from '../file-answer.ts'
import type { DownloadPath } from './schema.ts'

/** Keeps several files, or none of them. */
export const uploadFiles = (world: Helpdesk, type: UploadType, files: readonly NewFile[]): Upload[] =>
  files.map((file) => addUpload(world, type, file))

function contentOf(world: Helpdesk, upload: Upload | undefined): FileContent | undefined {
  const bytes = upload && world.getBytes(upload.hash)
  return upload && bytes && { bytes, content_type: upload.content_type, name: upload.name }
}

/** The private file under a path; 404 without one. */
export function downloadFile(
  world: Helpdesk,
  { file_type, domain_hash, resource_name }: Static<typeof DownloadPath>,
): FileContent {
  const upload = findUpload(world, domain_hash, resource_name)
  const content = upload?.type === file_type ? contentOf(world, upload) : undefined
  if (content === undefined) throw new Refusal('missing')
  return content
}

/** The public file of one of several accounts; the URL names its account. */
export function publicFile(
  worlds: Iterable<Helpdesk>,
  domain_hash: string,
  resource_name: string,
): FileContent | undefined {
  for (const world of worlds) {
    const upload = findUpload(world, domain_hash, resource_name)
    if (upload !== undefined) return isPublic(upload.type) ? contentOf(world, upload) : undefined
  }
  return undefined
}
