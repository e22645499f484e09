import { createHash } from 'node:crypto'
import { accountOf } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'

/**
 * Lower-case hexadecimal digits, 64 at most, that no other account draws: forks of one state have the same
 * randomness ahead of them, and the account's name tells them apart.
 */
export const drawSecret = (world: Helpdesk, digits: number): string =>
  createHash('sha256')
    .update(`${accountOf(world).subdomain}:${world.hex(32)}`)
    .digest('hex')
    .slice(0, digits)
