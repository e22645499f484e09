import { foldEmail } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Robot } from '../model/robots.ts'

/** `@example.com` of an address there. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@'))

/** The robot at an address, or else the one of its whole domain. */
export function robotAt(world: Helpdesk, address: string): Robot | undefined {
  const { robots } = world.rows
  if (robots.size === 0) return undefined
  const folded = foldEmail(address)
  return robots.first('byAddress', [folded]) ?? robots.first('byAddress', [domainOf(folded)])
}
