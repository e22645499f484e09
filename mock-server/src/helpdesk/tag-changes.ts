import { Refusal } from '../kernel/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './events.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Tag, View } from './model/entities.ts'
import { filterUsesTag, ruleUsesTag } from './rules/tag-use.ts'
import { countUsage } from './tags.ts'

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

/** A tag that a rule names cannot go (documented; inferred: 409, and inactive rules count too). */
function refuseUsed(world: Helpdesk, tag: Tag): void {
  const rules = [...world.rows.rules.values()].filter((rule) => ruleUsesTag(rule.code, tag))
  if (rules.length === 0) return
  const names = rules.map(({ id, name }) => `"${name}" (${id})`).join(', ')
  throw new Refusal('conflict', `The tag "${tag.name}" is used in rules and cannot be deleted: ${names}.`)
}

function deactivateView(world: Helpdesk, actor: Actor, view: View): void {
  world.rows.views.patch(view.id, { deactivated_datetime: world.now })
  recordEvent(world, actor, 'view-deactivated', { type: 'View', id: view.id })
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
  for (const view of [...world.rows.views.values()]) {
    if (view.deactivated_datetime === null && filterUsesTag(view.filters, tag))
      deactivateView(world, actor, view)
  }
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
