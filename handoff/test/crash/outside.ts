import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FollowUp, HandoffMessage, NotificationMail } from '../../src/index.ts'

/** Gorgias, Gladly and a mail server over HTTP: what outlives the processes under test. */
export interface Outside extends AsyncDisposable {
  url: string
  /** External ids, in the order of creation. */
  tickets: string[]
  messages: HandoffMessage[]
  followUps: FollowUp[]
  mails: NotificationMail[]
  /** Told of each new ticket. */
  onTicket?: () => void
}

export async function startOutside({ refuses = false } = {}): Promise<Outside> {
  const outside = {
    url: '',
    tickets: [] as string[],
    messages: [] as HandoffMessage[],
    followUps: [] as FollowUp[],
    mails: [] as NotificationMail[],
  }
  const all: Outside = {
    ...outside,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  function answer(method: string, url: URL, body: unknown): [status: number, body: unknown] {
    if (url.pathname === '/message') return [200, all.messages.push(body as HandoffMessage)]
    if (url.pathname === '/follow-up') return [200, all.followUps.push(body as FollowUp)]
    if (url.pathname === '/mail') return [200, all.mails.push(body as NotificationMail)]
    if (method === 'GET') {
      const wanted = url.searchParams.get('external_id')
      const rows = all.tickets.map((external_id, index) => ({ id: 1000 + index, external_id }))
      return [200, { data: rows.filter(({ external_id }) => external_id === wanted) }]
    }
    if (refuses) return [401, { error: { msg: 'Unauthorized.' } }]
    const id = 999 + all.tickets.push((body as { external_id: string }).external_id)
    all.onTicket?.()
    return [201, { id }]
  }

  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const [status, json] = answer(request.method ?? '', new URL(request.url ?? '/', 'http://outside'), body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  all.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return all
}

async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? undefined : JSON.parse(text)
}
