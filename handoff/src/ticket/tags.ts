import type { OrgConfig } from '../model/config.ts'
import type { Topic } from '../model/conversation.ts'
import { clean, clip } from '../transcript/clean.ts'

/** The tag on every handoff ticket; the auto-reply rule and the team's view depend on it. */
export const HANDOFF_TAG = 'gladly-ai'
const LONGEST = 256

/**
 * The tag that stands for a topic: blanks of every kind become one underscore, case stays (Gorgias tells tags apart
 * by it), what would break a list or a rule (commas, semicolons, quotes) is left out. Empty if nothing remains.
 *
 * @example topicTag(' Order  Status ') // Order_Status
 */
export function topicTag(name: string): string {
  const words = clean(name)
    .normalize('NFC')
    .replace(/["'`´“”„«»‘’]/gu, '')
    .replace(/[\s,;]+/gu, ' ')
    .trim()
  return clip(words, LONGEST).replaceAll(' ', '_')
}

/** An admin's own tag: as it was typed, less what Gorgias cannot hold. */
const customTag = (name: string): string => clip(clean(name).replace(/\s+/gu, ' ').trim(), LONGEST)

/**
 * All tags of a handoff ticket, each once: the handoff tag, the configured ones, the topics.
 *
 * @returns the tags to set, and those for which there is no room, so that the note can name them
 */
export function tagsFor(
  topics: readonly Topic[],
  config: Pick<OrgConfig, 'customTags' | 'limits'>,
): { tags: string[]; left: string[] } {
  const wanted = [
    HANDOFF_TAG,
    ...config.customTags.map(customTag),
    ...topics.map(({ name }) => topicTag(name)),
  ]
  const all = [...new Set(wanted)].filter((tag) => tag !== '')
  const most = Math.max(1, config.limits.tags)
  return { tags: all.slice(0, most), left: all.slice(most) }
}
