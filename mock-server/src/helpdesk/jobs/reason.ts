import type { Refusal } from '../../kernel/refusal.ts'

/**
 * What a refusal says, for those who read it later in `info.error`.
 *
 * @example reasonOf(new Refusal('invalid', '', { subject: ['Too long.'] })) // '{"subject":["Too long."]}'
 */
export const reasonOf = ({ reason, message, fields }: Refusal): string =>
  message || (fields === undefined ? reason : JSON.stringify(fields))
