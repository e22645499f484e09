import type { OrgConfig } from '../model/config.ts'

/**
 * Where the conversation is in Gladly. Gladly documents no deep link, so the address is the configured template
 * with its variables filled in, each encoded: an id can never leave its place in the path.
 *
 * @example
 * // template: https://acme.us-1.gladly.com/conversation/{conversationId}
 * conversationUrl(config, { conversationId: '-a_1' }) // https://acme.us-1.gladly.com/conversation/-a_1
 */
export function conversationUrl(
  config: OrgConfig,
  ids: { conversationId: string; customerId?: string },
): string {
  return config.gladly.conversationUrlTemplate.replace(/\{(conversationId|customerId)\}/g, (_, name) =>
    encodeURIComponent((name === 'conversationId' ? ids.conversationId : ids.customerId) ?? ''),
  )
}
