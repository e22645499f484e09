import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { foldEmail } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { User } from '../../helpdesk/model/entities.ts'
import { changeUser, createUser as addUser } from '../../helpdesk/users/users.ts'
import type { Page } from '../../wire/cursors.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import type { UserCreate, UserQuery, UserUpdate } from './schema.ts'

const CALLER = 0

/** The user of that id, 0 being the caller (documented); refuses with 404. */
export function findUser(world: Helpdesk, caller: User, id: number): User {
  const user = id === CALLER ? caller : world.rows.users.get(id)
  if (user?.deleted_datetime !== null) throw new Refusal('missing')
  return user
}

const orders: Readonly<Record<string, Order<User, 'byCreated' | 'byName' | 'byEmail' | 'byRole'>>> = {
  created_datetime: { index: 'byCreated', type: 'datetime', value: (user) => user.created_datetime },
  name: { index: 'byName', type: 'text', value: (user) => user.name },
  email: { index: 'byEmail', type: 'text', value: (user) => user.email },
  'role.name': { index: 'byRole', type: 'text', value: (user) => user.role },
}

export function listUsers(world: Helpdesk, query: Static<typeof UserQuery>): Page<User> {
  const { email, external_id, roles } = query
  const search = query.search?.toLowerCase()
  return listPage(world.rows.users, query, {
    orders,
    // Listed by name (recorded).
    defaultOrder: 'name:asc',
    among: email === undefined ? undefined : world.rows.users.walk('byEmail', { prefix: [foldEmail(email)] }),
    filter: (user) =>
      (external_id === undefined || user.external_id === external_id) &&
      (roles === undefined || roles.includes(user.role)) &&
      (search === undefined || `${user.name}\n${user.email}`.toLowerCase().includes(search)),
  })
}

/** A body as the helpdesk takes it: the role by its name, no meta for an empty one. */
function fieldsOf<T extends Static<typeof UserUpdate>>({ role, meta, ...rest }: T) {
  return {
    ...rest,
    ...(role !== undefined && { role: role.name }),
    ...(meta !== undefined && { meta: meta ?? {} }),
  }
}

export const createUser = (world: Helpdesk, actor: Actor, body: Static<typeof UserCreate>): User =>
  addUser(world, actor, fieldsOf(body) as Parameters<typeof addUser>[2])

export const updateUser = (
  world: Helpdesk,
  actor: Actor,
  user: User,
  body: Static<typeof UserUpdate>,
): User => changeUser(world, actor, user, fieldsOf(body))
