import { createHash } from 'node:crypto'
import { accountOf, nextId } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Upload, UploadType } from './model/uploads.ts'

/** A file that is to be kept. */
export interface NewFile {
  readonly name: string
  readonly content_type: string
  readonly bytes: Uint8Array
}

/** The path under which files that are public are served, in front of the account and the file. */
export const PUBLIC_FILES = '/uploads'

/** How the URLs of an account's files name the account (inferred: what is hashed). */
const domainHash = (world: Helpdesk): string =>
  createHash('sha256').update(accountOf(world).subdomain).digest('hex').slice(0, 16)

/** What a name leaves in a URL. Files are found by what stands there, so nothing else has to be safe. */
const urlName = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(-80)

/**
 * Keeps a file.
 *
 * @throws Refusal 413 where the account holds too many bytes
 */
export function addUpload(world: Helpdesk, type: UploadType, { name, content_type, bytes }: NewFile): Upload {
  return world.rows.uploads.put({
    id: nextId(world, 'uploads'),
    type,
    domain_hash: domainHash(world),
    resource_name: `${world.uuid()}-${urlName(name)}`,
    hash: world.putBytes(bytes),
    name,
    content_type,
    size: bytes.length,
    created_datetime: world.now,
  })
}

/** Attachments are for those who have credentials, all else is for everybody (inferred from the names). */
export const isPublic = (type: UploadType): boolean => type !== 'attachment'

/** Where a file is served: a private one by the API (documented path), a public one beside it (inferred). */
export function urlOfUpload(world: Helpdesk, { type, domain_hash, resource_name }: Upload): string {
  const place = isPublic(type) ? PUBLIC_FILES : `/api/${type}/download`
  return `${accountOf(world).url}${place}/${domain_hash}/${resource_name}`
}

export const findUpload = (world: Helpdesk, domain_hash: string, resource_name: string): Upload | undefined =>
  world.rows.uploads.first('byResource', [domain_hash, resource_name])

/** The upload of this account that a URL stands for. */
export function uploadAt(world: Helpdesk, url: string): Upload | undefined {
  const [resource_name = '', domain_hash = ''] = url.split('/').reverse()
  const upload = findUpload(world, domain_hash, resource_name)
  return upload !== undefined && urlOfUpload(world, upload) === url ? upload : undefined
}
