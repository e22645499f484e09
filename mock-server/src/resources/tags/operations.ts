import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Tag } from '../../helpdesk/model/entities.ts'
import { changeTag, deleteTag, mergeTags as merge } from '../../helpdesk/tags/changes.ts'
import { createTag as addTag, existingTags } from '../../helpdesk/tags/tags.ts'
import type { Page } from '../../wire/cursors.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import type { TagCreate, TagQuery, TagUpdate } from './schema.ts'

/** The tag of that id; refuses with 404. */
export function findTag(world: Helpdesk, id: number): Tag {
  const tag = world.rows.tags.get(id)
  if (tag === undefined) throw new Refusal('missing')
  return tag
}

const MAX_USAGE = 999_999_999
const byUsage = (count: number, { name }: Tag): string => `${String(count).padStart(9, '0')} ${name}`

// Two orders compare usage and name: as one text, so that a cursor holds one value as it does elsewhere.
const orders: Readonly<Record<string, Order<Tag, 'byCreated' | 'byName' | 'byUsage'>>> = {
  created_datetime: { index: 'byCreated', type: 'datetime', value: (tag) => tag.created_datetime },
  name: { index: 'byName', type: 'text', value: (tag) => tag.name },
  usage: { index: 'byUsage', type: 'text', value: (tag) => byUsage(tag.usage, tag) },
  disuse: { index: 'byUsage', type: 'text', value: (tag) => byUsage(MAX_USAGE - tag.usage, tag) },
}

const USAGE_ORDERS: Readonly<Record<string, string>> = {
  'usage:asc,name:asc': 'usage:asc',
  'usage:desc,name:desc': 'usage:desc',
  'usage:desc,name:asc': 'disuse:asc',
}

export function listTags(world: Helpdesk, query: Static<typeof TagQuery>): Page<Tag> {
  const search = query.search?.toLowerCase()
  const sorted = USAGE_ORDERS[query.order_by ?? '']
  return listPage(world.rows.tags, sorted === undefined ? query : { ...query, order_by: sorted }, {
    orders,
    defaultOrder: 'created_datetime:desc',
    among: sorted === undefined ? undefined : world.rows.tags.values(),
    filter: (tag) => search === undefined || tag.name.toLowerCase().includes(search),
  })
}

/** Makes a tag; one without a colour gets one at random (recorded). */
export function createTag(world: Helpdesk, actor: Actor, body: Static<typeof TagCreate>): Tag {
  const color = body.decoration?.color ?? `#${world.hex(6)}`
  const { name, description } = body
  return addTag(world, actor, {
    name,
    ...(description !== undefined && { description }),
    decoration: { color },
  })
}

export function updateTag(world: Helpdesk, actor: Actor, id: number, body: Static<typeof TagUpdate>): Tag {
  const { decoration, ...rest } = body
  return changeTag(world, actor, findTag(world, id), {
    ...rest,
    ...(decoration !== undefined && { decoration: decoration ?? {} }),
  })
}

/** Deletes several tags, or none of them. */
export function deleteTags(world: Helpdesk, actor: Actor, ids: readonly number[]): void {
  for (const id of existingTags(world, ids)) deleteTag(world, actor, findTag(world, id))
}

export function mergeTags(
  world: Helpdesk,
  actor: Actor,
  destination_tag_id: number,
  source_ids: readonly number[],
): Tag {
  const target = findTag(world, destination_tag_id)
  const sources = [...new Set(source_ids)].map((id) => {
    const tag = world.rows.tags.get(id)
    if (tag === undefined)
      throw new Refusal('invalid', '', { source_tags_ids: [`Tag ${id} does not exist.`] })
    return tag
  })
  return merge(world, actor, target, sources)
}
