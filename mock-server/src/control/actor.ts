import type { Actor } from '../helpdesk/actor.ts'

/** The control plane acts for nobody of the account. */
export const CONTROL: Actor = { user_id: null, context: null }
