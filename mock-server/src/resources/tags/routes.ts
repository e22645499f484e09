import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { deleteTag } from '../../helpdesk/tags/changes.ts'
import { createTag } from '../../helpdesk/tags/tags.ts'
import { objectFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as tags from './operations.ts'
import { presentTag } from './presenter.ts'
import {
  MergedTag,
  MergePath,
  Tag,
  TagCreate,
  TagList,
  TagQuery,
  TagsDelete,
  TagsMerge,
  TagUpdate,
} from './schema.ts'

/** The id of a tag that is there, for the examples. */
const someTag = (world: Helpdesk, actor: Actor, name: string): number =>
  createTag(world, actor, { name, decoration: {} }).id

/** Tags. */
export function tagRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Tags')

  operation(
    {
      operationId: 'listTags',
      method: 'GET',
      url: '/api/tags',
      summary: 'List tags',
      query: TagQuery,
      answer: TagList,
      failure: 'Failed to list tags',
      example: () => ({ query: { search: 'gladly', order_by: 'usage:desc,name:asc' as const } }),
    },
    ({ world, query, url }) => objectFirst(tags.listTags(world, query), url, presentTag),
  )

  operation(
    {
      operationId: 'createTag',
      method: 'POST',
      url: '/api/tags',
      summary: 'Create a tag',
      body: TagCreate,
      answer: Tag,
      failure: 'Failed to create tag',
      example: () => ({
        body: { name: 'vip', description: 'Big spender', decoration: { color: '#f2a900' } },
      }),
    },
    ({ world, actor, body }) => presentTag(tags.createTag(world, actor, body)),
  )

  operation(
    {
      operationId: 'deleteTags',
      method: 'DELETE',
      url: '/api/tags',
      summary: 'Delete several tags',
      body: TagsDelete,
      answer: null,
      failure: 'Failed to delete tags',
      example: (world, actor) => ({
        body: { ids: [someTag(world, actor, 'returns'), someTag(world, actor, 'refunds')] },
      }),
    },
    ({ world, actor, body }) => tags.deleteTags(world, actor, body.ids),
  )

  operation(
    {
      operationId: 'getTag',
      method: 'GET',
      url: '/api/tags/:id',
      summary: 'Retrieve a tag',
      path: IdPath,
      answer: Tag,
      failure: 'Failed to retrieve tag',
      example: (world, actor) => ({ path: { id: someTag(world, actor, 'refunds') } }),
    },
    ({ world, path }) => presentTag(tags.findTag(world, path.id)),
  )

  operation(
    {
      operationId: 'updateTag',
      method: 'PUT',
      url: '/api/tags/:id',
      summary: 'Update a tag',
      path: IdPath,
      body: TagUpdate,
      answer: Tag,
      failure: 'Failed to update tag',
      example: (world, actor) => ({
        path: { id: someTag(world, actor, 'refunds') },
        body: { description: 'Money goes back' },
      }),
    },
    ({ world, actor, path, body }) => presentTag(tags.updateTag(world, actor, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteTag',
      method: 'DELETE',
      url: '/api/tags/:id',
      summary: 'Delete a tag',
      description: 'Refused while a rule or a macro uses the tag; views that ask for it are deactivated.',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete tag',
      example: (world, actor) => ({ path: { id: someTag(world, actor, 'refunds') } }),
    },
    ({ world, actor, path }) => deleteTag(world, actor, tags.findTag(world, path.id)),
  )

  operation(
    {
      operationId: 'mergeTags',
      method: 'PUT',
      url: '/api/tags/:destination_tag_id/merge',
      summary: 'Merge tags into one',
      path: MergePath,
      body: TagsMerge,
      answer: MergedTag,
      failure: 'Failed to merge tags',
      example: (world, actor) => ({
        path: { destination_tag_id: someTag(world, actor, 'refunds') },
        body: { source_tags_ids: [someTag(world, actor, 'money back')] },
      }),
    },
    ({ world, actor, path, body }) =>
      presentTag(tags.mergeTags(world, actor, path.destination_tag_id, body.source_tags_ids)),
  )
}
