import { createPrivateKey, X509Certificate } from 'node:crypto'
import { ControlError } from './control/errors.ts'

/** What a server needs to speak HTTPS, in PEM. */
export interface TlsOptions {
  /** The certificate, with those that vouch for it behind it. */
  readonly cert: string | Uint8Array
  /** Its private key. */
  readonly key: string | Uint8Array
}

const MADE_WITH = 'such as openssl req -x509 makes'

/** Reads a half of a pair, or says which half it is, and what is wrong with it. */
function read<T>(half: keyof TlsOptions, what: string, reader: () => T): T {
  try {
    return reader()
  } catch (error) {
    const { message } = error as Error
    throw new ControlError(
      400,
      `tls.${half}: is no ${what} in PEM, ${MADE_WITH} (${message}).`,
      `tls.${half}`,
    )
  }
}

/** A certificate, and those that vouch for it. */
function certificatesOf(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*/g) ?? [pem]
  return blocks.map((block) => new X509Certificate(`${block}-----END CERTIFICATE-----\n`))
}

/**
 * Looks at a certificate and its key before a server starts with them.
 *
 * @throws {ControlError} that says which of them is wrong, and why
 */
export function checkTls({ cert, key }: TlsOptions): { cert: Buffer; key: Buffer } {
  for (const [half, value] of Object.entries({ cert, key } as Partial<TlsOptions>))
    if (typeof value !== 'string' && !(value instanceof Uint8Array))
      throw new ControlError(
        400,
        `tls.${half}: is missing; a certificate and its key go together.`,
        `tls.${half}`,
      )
  const [certificate] = read('cert', 'certificate', () => certificatesOf(Buffer.from(cert).toString()))
  const privateKey = read('key', 'private key', () => createPrivateKey(Buffer.from(key)))
  if (certificate?.checkPrivateKey(privateKey) !== true)
    throw new ControlError(400, 'tls.key: is not the key of the certificate.', 'tls.key')
  return { cert: Buffer.from(cert), key: Buffer.from(key) }
}
