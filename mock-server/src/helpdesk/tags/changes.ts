import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Tag } from '../model/entities.ts'
import type { Macro } from '../model/macros.ts'
import { namesTag, ruleUsesTag } from '../rules/uses.ts'
import { countUsage } from './tags.ts'
import { deactivateViewsUsing } from '../views/views.ts'

export type TagChanges = Partial<Pick<Tag, 'name' | 'description' | 'decoration'>>

/** Changes a tag. Refuses a name that another tag has (inferred: 409). */
export function changeTag(world: Helpdesk, actor: Actor, tag: Tag, changes: TagChanges): Tag {
  const holder = changes.name === undefined ? undefined : world.rows.tags.first('byName', [changes.name])
  if (holder !== undefined && holder.id !== tag.id) throw new Refusal('conflict')
  const after = world.rows.tags.patch(tag.id, changes)
  const type = after.name === tag.name ? 'tag-updated' : 'tag-renamed'
  recordEvent(world, actor, type, { type: 'Tag', id: tag.id })
  return after
}

const macroUsesTag = ({ actions }: Macro, tag: Tag): boolean =>
  actions.some(({ arguments: { tags } }) => typeof tags === 'string' && namesTag(tags, tag))

/**
 * A tag that a rule or a macro names cannot go (documented; inferred: 409, and inactive rules and archived macros
 * count too).
 */
function refuseUsed(world: Helpdesk, tag: Tag): void {
  const rules = [...world.rows.rules.values()].filter(({ code }) => ruleUsesTag(code, tag))
  const macros = [...world.rows.macros.values()].filter((macro) => macroUsesTag(macro, tag))
  const users = [
    ...rules.map(({ id, name }) => `rule "${name}" (${id})`),
    ...macros.map(({ id, name }) => `macro "${name}" (${id})`),
  ]
  if (users.length === 0) return
  throw new Refusal('conflict', `The tag "${tag.name}" is in use and cannot be deleted: ${users.join(', ')}.`)
}

/** Takes a tag out of the account, and out of the tickets that have it, without a word to their rules. */
function removeTag(world: Helpdesk, actor: Actor, tag: Tag, replacement: readonly number[]): void {
  refuseUsed(world, tag)
  for (const ticket of [...world.rows.tickets.walk('byTag', { prefix: [tag.id] })]) {
    const kept = ticket.tag_ids.filter((id) => id !== tag.id)
    const tag_ids = [...new Set([...kept, ...replacement])]
    world.rows.tickets.patch(ticket.id, { tag_ids })
    countUsage(world, ticket.tag_ids, tag_ids)
  }
  deactivateViewsUsing(world, actor, { kind: 'tag', id: tag.id, name: tag.name })
  world.rows.tags.remove(tag.id)
  recordEvent(world, actor, 'tag-deleted', { type: 'Tag', id: tag.id })
}

/** Deletes a tag; tickets lose it, and views that ask for it are deactivated (documented). */
export const deleteTag = (world: Helpdesk, actor: Actor, tag: Tag): void => removeTag(world, actor, tag, [])

/** Merges tags into one: their tickets get it, they go (documented; inferred: the events). */
export function mergeTags(world: Helpdesk, actor: Actor, target: Tag, sources: readonly Tag[]): Tag {
  for (const source of sources) {
    if (source.id === target.id)
      throw new Refusal('invalid', '', { source_tags_ids: ['A tag cannot be merged into itself.'] })
    removeTag(world, actor, source, [target.id])
    recordEvent(world, actor, 'tag-merged', { type: 'Tag', id: target.id }, { source_tag_id: source.id })
  }
  return world.rows.tags.get(target.id) ?? target
}
