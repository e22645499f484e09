import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { changeMacro, createMacro as addMacro } from '../../helpdesk/macros/macros.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Macro } from '../../helpdesk/model/macros.ts'
import type { Page } from '../../wire/cursors.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import type { MacroCreate, MacroQuery, MacroUpdate } from './schema.ts'

/** The macro of that id; refuses with 404. */
export function findMacro(world: Helpdesk, id: number): Macro {
  const macro = world.rows.macros.get(id)
  if (macro === undefined) throw new Refusal('missing')
  return macro
}

type Query = Static<typeof MacroQuery>

/** The texts that a macro gives to an action as an argument. */
const textsIn = (macro: Macro, action: string, name: string): string[] =>
  macro.actions
    .filter((step) => step.name === action)
    .map((step) => step.arguments[name])
    .filter((text) => typeof text === 'string')

const tagsOf = (macro: Macro): string[] =>
  textsIn(macro, 'addTags', 'tags').flatMap((list) => list.split(',').map((name) => name.trim()))

const searchedTexts = (macro: Macro): string[] => [
  macro.name,
  ...textsIn(macro, 'setResponseText', 'body_text'),
]

const MAX_USAGE = 1_000_000_000

/** How well a macro fits what is searched for: by its name first, then by how much it is used (inferred). */
function relevance({ name, usage }: Macro, search: string): number {
  const place = name.toLowerCase().indexOf(search)
  const rank = place === 0 ? 2 : place > 0 ? 1 : 0
  return rank * MAX_USAGE + usage
}

type Index = 'byCreated' | 'byUpdated' | 'byName' | 'byLanguage' | 'byUsage'

const orders = (search: string): Readonly<Record<string, Order<Macro, Index>>> => ({
  created_datetime: { index: 'byCreated', type: 'datetime', value: (macro) => macro.created_datetime },
  // What was never changed, or speaks no language, comes before all others (inferred).
  updated_datetime: { index: 'byUpdated', type: 'datetime', value: (macro) => macro.updated_datetime ?? 0 },
  name: { index: 'byName', type: 'text', value: (macro) => macro.name },
  language: { index: 'byLanguage', type: 'text', value: (macro) => macro.language ?? '' },
  usage: { index: 'byUsage', type: 'number', value: (macro) => macro.usage },
  relevance: { type: 'number', value: (macro) => relevance(macro, search) },
})

function refuseUnknown(world: Helpdesk, { ticket_id, message_id }: Query): void {
  if (ticket_id !== undefined && world.rows.tickets.get(ticket_id) === undefined)
    throw new Refusal('invalid', '', { ticket_id: ['Ticket does not exist.'] })
  if (message_id !== undefined && world.rows.messages.get(message_id) === undefined)
    throw new Refusal('invalid', '', { message_id: ['Message does not exist.'] })
}

/** Lists macros; the archived ones only where they are asked for (inferred). Nothing is predicted. */
export function listMacros(world: Helpdesk, query: Query): Page<Macro> {
  refuseUnknown(world, query)
  const search = query.search?.toLowerCase() ?? ''
  const { tags, languages, archived = false, order_by } = query
  return listPage(world.rows.macros, query, {
    orders: orders(search),
    defaultOrder: 'created_datetime:desc',
    among: order_by?.startsWith('relevance') === true ? world.rows.macros.values() : undefined,
    filter: (macro) =>
      (macro.archived_datetime !== null) === archived &&
      (languages === undefined || languages.includes(macro.language ?? '')) &&
      (tags === undefined || tagsOf(macro).some((name) => tags.includes(name))) &&
      searchedTexts(macro).some((text) => text.toLowerCase().includes(search)),
  })
}

/** An action as it is kept: always with arguments. */
const actionsOf = (given: Static<typeof MacroUpdate>['actions']) =>
  given?.map((action) => ({ ...action, arguments: action.arguments ?? {} }))

function fieldsOf<T extends Static<typeof MacroUpdate>>({ actions, ...rest }: T) {
  const kept = actionsOf(actions)
  return { ...rest, ...(kept !== undefined && { actions: kept }) }
}

export const createMacro = (world: Helpdesk, actor: Actor, body: Static<typeof MacroCreate>): Macro =>
  addMacro(world, actor, { ...fieldsOf(body), name: body.name })

export const updateMacro = (
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof MacroUpdate>,
): Macro => changeMacro(world, actor, findMacro(world, id), fieldsOf(body))
