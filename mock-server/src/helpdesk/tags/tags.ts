import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { follow } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { JsonObject, Tag } from '../model/entities.ts'

export interface TagReference {
  readonly name: string
  readonly decoration?: JsonObject | null
}

/** Makes a tag. Refuses a name that another tag has, to the letter (inferred: 409). */
const MAX_NAME = 256

export function createTag(
  world: Helpdesk,
  actor: Actor,
  fields: { name: string; description?: string | null; decoration: JsonObject },
): Tag {
  if (fields.name.length > MAX_NAME) {
    throw new Refusal('invalid', '', { name: [`Longer than maximum length ${MAX_NAME}.`] })
  }
  if (world.rows.tags.first('byName', [fields.name]) !== undefined) throw new Refusal('conflict')
  const tag = world.rows.tags.put({
    id: nextId(world, 'tags'),
    name: fields.name,
    description: fields.description ?? null,
    decoration: fields.decoration,
    usage: 0,
    created_datetime: world.now,
    deleted_datetime: null,
  })
  recordEvent(world, actor, 'tag-created', { type: 'Tag', id: tag.id })
  return tag
}

/** Ids of tags by name, in order and each once; unknown names become tags without a colour (recorded). */
export function tagsByName(world: Helpdesk, actor: Actor, references: readonly TagReference[]): number[] {
  const ids = references.map(({ name, decoration }) => {
    const known = world.rows.tags.first('byName', [name])
    return (known ?? createTag(world, actor, { name, decoration: decoration ?? {} })).id
  })
  return [...new Set(ids)]
}

/** Refuses ids that no tag has. */
export function existingTags(world: Helpdesk, ids: readonly number[]): number[] {
  for (const id of ids) {
    if (world.rows.tags.get(id) === undefined)
      throw new Refusal('invalid', '', { ids: [`Tag ${id} does not exist.`] })
  }
  return [...new Set(ids)]
}

const NOBODY: Actor = { user_id: null, context: null }

/** Lets each tag's count of tickets follow, as a ticket gains and loses tags. */
export function countUsage(world: Helpdesk, before: readonly number[], after: readonly number[]): void {
  const gained = after.filter((id) => !before.includes(id))
  const lost = before.filter((id) => !after.includes(id))
  if (gained.length > 0 || lost.length > 0) follow(world, NOBODY, 'count-tags', { gained, lost })
}

/** Counts what tickets gained and lost. */
export function countTags(
  world: Helpdesk,
  _actor: Actor,
  { gained, lost }: { readonly gained: readonly number[]; readonly lost: readonly number[] },
): void {
  const count = (ids: readonly number[], step: number) => {
    for (const tag of ids.flatMap((id) => world.rows.tags.get(id) ?? []))
      world.rows.tags.patch(tag.id, { usage: tag.usage + step })
  }
  count(gained, 1)
  count(lost, -1)
}
