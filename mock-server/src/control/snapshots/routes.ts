import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'
import { SnapshotBody } from './snapshots.ts'

const NamePath = Type.Object({ name: Type.String() })

export const snapshotRoutes = [
  route({
    method: 'GET',
    url: '/snapshots',
    operationId: 'listSnapshots',
    summary: 'The snapshots of an account, oldest first',
    answer: (account) => ({ data: account.snapshots() }),
  }),
  route({
    method: 'POST',
    url: '/snapshots',
    operationId: 'takeSnapshot',
    summary: 'Give the state of an account a name',
    body: SnapshotBody,
    status: 201,
    answer: (account, { body }) => account.snapshot(body.name),
  }),
  route({
    method: 'DELETE',
    url: '/snapshots/:name',
    operationId: 'deleteSnapshot',
    summary: 'Forget a snapshot',
    path: NamePath,
    answer: (account, { path }) => account.removeSnapshot(path.name),
  }),
  route({
    method: 'POST',
    url: '/snapshots/:name/restore',
    operationId: 'restoreSnapshot',
    summary: 'Put an account back to a snapshot',
    path: NamePath,
    answer: (account, { path }) => account.restore(path.name),
  }),
]
