import { readFileSync } from 'node:fs'
import { ControlError } from '../index.ts'
import type { TlsOptions } from '../index.ts'

/** The flags of HTTPS. */
export interface TlsFlags {
  readonly tlsCert?: string
  readonly tlsKey?: string
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  EISDIR: 'It is a folder',
  EACCES: 'It may not be read',
}

function readHalf(half: keyof TlsOptions, file: string | undefined): Buffer {
  if (file === undefined)
    throw new ControlError(400, 'is missing: a certificate and its key go together.', `tls.${half}`)
  try {
    return readFileSync(file)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new ControlError(400, `cannot be read: ${REASONS[code] ?? message}.`, `tls.${half}`)
  }
}

/**
 * Reads the files of a certificate and its key, if they are named.
 *
 * @throws {ControlError} for a half that is missing, and for files that cannot be read
 */
export function readTls({ tlsCert, tlsKey }: TlsFlags): { tls?: TlsOptions } {
  if (tlsCert === undefined && tlsKey === undefined) return {}
  return { tls: { cert: readHalf('cert', tlsCert), key: readHalf('key', tlsKey) } }
}

/** What is wrong with a half, as whoever wrote the flags knows it. */
export function explainTls({ field, message }: ControlError, { tlsCert, tlsKey }: TlsFlags): string {
  const [flag, file] = field === 'tls.cert' ? ['--tls-cert', tlsCert] : ['--tls-key', tlsKey]
  const what = message.replace(/^tls\.\w+: /, '')
  return [flag, ...(file === undefined ? [] : [file]), what].join(' ')
}
