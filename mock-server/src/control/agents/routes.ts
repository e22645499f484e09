import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'
import type { ControlRoute } from '../route.ts'
import { DEEDS } from './deeds.ts'
import type { DeedBody, DeedName } from './deeds.ts'

const AgentPath = Type.Object({ agent: Type.String({ description: 'A user by id or e-mail address.' }) })

const operationIdOf = (name: string): string => `agent${name.charAt(0).toUpperCase()}${name.slice(1)}`

const deedRoute = (name: DeedName): ControlRoute =>
  route({
    method: 'POST',
    url: `/agents/:agent/${name}`,
    operationId: operationIdOf(name),
    summary: `An agent at work: ${DEEDS[name].summary}`,
    path: AgentPath,
    body: DEEDS[name].body,
    answer: (account, { path, body }) => account.act(path.agent, name, body as DeedBody<DeedName>),
  })

/** One call for each deed: `POST .../agents/robin@acme.test/reply`. */
export const agentRoutes: readonly ControlRoute[] = (Object.keys(DEEDS) as DeedName[]).map(deedRoute)
