import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import { archiveMacro, createMacro, deleteMacro, unarchiveMacro } from '../../helpdesk/macros/macros.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as macros from './operations.ts'
import { presentMacro } from './presenter.ts'
import { ArchiveResults, Macro, MacroCreate, MacroIds, MacroList, MacroQuery, MacroUpdate } from './schema.ts'

const greeting = {
  name: 'Where is my order?',
  intent: 'shipping/status' as const,
  actions: [
    {
      name: 'setResponseText',
      title: 'Set response text',
      arguments: { body_text: 'It is on its way.', body_html: '<div>It is on its way.</div>' },
    },
    { name: 'addTags', title: 'Add tags', arguments: { tags: 'shipping, status' } },
  ],
}

const exampleMacro = (world: Helpdesk, actor: Actor) => createMacro(world, actor, greeting)

/** Macros: texts and actions that agents apply to tickets. */
export function macroRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Macros')

  operation(
    {
      operationId: 'listMacros',
      method: 'GET',
      url: '/api/macros',
      summary: 'List macros',
      query: MacroQuery,
      answer: MacroList,
      failure: 'Failed to list macros',
      example: (world, actor) => {
        exampleMacro(world, actor)
        return { query: { search: 'order', order_by: 'usage:desc' as const } }
      },
    },
    ({ world, query, url }) => dataFirst(macros.listMacros(world, query), url, presentMacro),
  )

  operation(
    {
      operationId: 'createMacro',
      method: 'POST',
      url: '/api/macros',
      summary: 'Create a macro',
      body: MacroCreate,
      answer: Macro,
      failure: 'Failed to create macro',
      example: () => ({ body: greeting }),
    },
    ({ world, actor, body }) => presentMacro(macros.createMacro(world, actor, body)),
  )

  operation(
    {
      operationId: 'getMacro',
      method: 'GET',
      url: '/api/macros/:id',
      summary: 'Retrieve a macro',
      path: IdPath,
      answer: Macro,
      failure: 'Failed to retrieve macro',
      example: (world, actor) => ({ path: { id: exampleMacro(world, actor).id } }),
    },
    ({ world, path }) => presentMacro(macros.findMacro(world, path.id)),
  )

  operation(
    {
      operationId: 'updateMacro',
      method: 'PUT',
      url: '/api/macros/:id',
      summary: 'Update a macro',
      description: 'Only the fields that are named change; actions are replaced as a whole.',
      path: IdPath,
      body: MacroUpdate,
      answer: Macro,
      failure: 'Failed to update macro',
      example: (world, actor) => ({
        path: { id: exampleMacro(world, actor).id },
        body: { name: 'Order status', language: 'en' },
      }),
    },
    ({ world, actor, path, body }) => presentMacro(macros.updateMacro(world, actor, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteMacro',
      method: 'DELETE',
      url: '/api/macros/:id',
      summary: 'Delete a macro',
      description: 'Refused while an active rule applies it.',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete macro',
      example: (world, actor) => ({ path: { id: exampleMacro(world, actor).id } }),
    },
    ({ world, actor, path }) => deleteMacro(world, actor, macros.findMacro(world, path.id)),
  )

  operation(
    {
      operationId: 'archiveMacros',
      method: 'PUT',
      url: '/api/macros/archive',
      summary: 'Archive macros',
      description: 'Says of each macro what came of it; one that an active rule applies stays.',
      body: MacroIds,
      answer: ArchiveResults,
      failure: 'Failed to archive macros',
      example: (world, actor) => ({ body: { ids: [exampleMacro(world, actor).id, 1] } }),
    },
    ({ world, actor, body }) => ({ data: body.ids.map((id) => archiveMacro(world, actor, id)) }),
  )

  operation(
    {
      operationId: 'unarchiveMacros',
      method: 'PUT',
      url: '/api/macros/unarchive',
      summary: 'Take macros out of the archive',
      body: MacroIds,
      answer: ArchiveResults,
      failure: 'Failed to unarchive macros',
      example: (world, actor) => {
        const { id } = exampleMacro(world, actor)
        archiveMacro(world, actor, id)
        return { body: { ids: [id] } }
      },
    },
    ({ world, actor, body }) => ({ data: body.ids.map((id) => unarchiveMacro(world, actor, id)) }),
  )
}
