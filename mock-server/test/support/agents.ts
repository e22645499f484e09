import type { DeedName } from '../../src/index.ts'
import { call, expectStatus } from './api.ts'
import { testServer } from './server.ts'

export const { url, fresh } = await testServer({ rateLimit: 'off' })
export const ROBIN = 'robin@acme.test'

interface Done {
  readonly ticket_id: number
  readonly message_id: number
  readonly left_out_actions?: readonly string[]
}

/** An account with a small team, and what its people do over HTTP. */
export function setUp() {
  const { account, api } = fresh({
    seed: {
      users: [
        { name: 'Robin Agent', email: ROBIN, role: 'agent' },
        { name: 'Lee Lite', email: 'lee@acme.test', role: 'lite-agent' },
        { name: 'Ola Observer', email: 'ola@acme.test', role: 'observer-agent' },
      ],
      teams: [{ name: 'Returns', members: [ROBIN] }],
    },
  })
  const send = (deed: string, body: unknown, agent: string | number = ROBIN) =>
    call(url, 'POST', `/_control/v1/accounts/${account.name}/agents/${agent}/${deed}`, { body })
  const does = async (deed: DeedName, body: unknown, agent = ROBIN) =>
    expectStatus(await send(deed, body, agent), 200).json as Done
  const idOf = async (email: string) =>
    ((await api.get(`/api/users?email=${email}`)).json as { data: { id: number }[] }).data[0]?.id ?? 0
  const events = async (id: number, type = 'Ticket') => {
    const path = `/api/events?object_type=${type}&object_id=${id}&limit=100`
    return (
      expectStatus(await api.get(path), 200).json as { data: { type: string; user_id: number | null }[] }
    ).data
  }
  return { account, api, send, does, idOf, events }
}
