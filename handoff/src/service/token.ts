import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../model/secret.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether a request shows the token; how long it takes to say no tells nothing of it. */
export function showsToken(authorization: string | undefined, token: Secret): boolean {
  const shown = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(shown), digest(token.reveal()))
}

/** Whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(host)
