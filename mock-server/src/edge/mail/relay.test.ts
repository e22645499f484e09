import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { collections } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { realHost } from '../../kernel/host.ts'
import { World } from '../../kernel/world.ts'
import { relayTo } from './relay.ts'
import { readSmtpTarget } from './target.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A server that takes connections and never says a word. */
async function silentServer() {
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return { sockets, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

it('a server that does not answer holds virtual time up for one e-mail, not for each that waits', async () => {
  const { sockets, url } = await silentServer()
  const failures: unknown[] = []
  const onFailure = (error: unknown) => failures.push(error)
  const world: Helpdesk = new World({
    collections,
    host: realHost,
    clock: 'virtual',
    now: 0,
    randomSeed: 1,
    onTimer: () => undefined,
    onTimerFailure: onFailure,
  })
  const relay = relayTo(readSmtpTarget(url), onFailure, { timeout: 50 })
  ends.push(relay.carry(world), () => relay.close())
  world.transact({ kind: 'control', id: 'test' }, () => {
    for (let id = 1; id <= 20; id++)
      world.rows.outbox.put({
        ...{
          id,
          to: 'ana@example.com',
          from: 'support@acme.test',
          subject: 'Hello',
          text: 'Hello',
          html: '',
        },
        ...{ ticket_id: 1, message_id: null, header_message_id: `<${id}@acme.test>`, sent_datetime: 0 },
        ...{ placement: 'inbox', from_name: '', header_to: [], header_cc: [], in_reply_to: null },
        ...{ references: [], auto_submitted: null, attachments: null },
        smtp: { status: 'pending', error: null },
      })
  })
  await world.clock.advance(1)
  expect(sockets).toHaveLength(1)
  const states = [...world.rows.outbox.values()].map(({ smtp }) => smtp)
  expect(new Set(states.map((state) => state?.status))).toEqual(new Set(['failed']))
  expect(states[1]?.error).toBe(
    `The server did not answer the e-mail before, and was not tried again: ${states[0]?.error}`,
  )
  expect(failures).toEqual([])
})
