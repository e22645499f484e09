import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** An answer on its way from the simulator to whoever asked. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** The body, parsed where it is JSON. */
  readonly json: unknown
}

/** What becomes of an answer of the API; the control plane is let alone. */
export type Lie = (answer: Answer) => Answer | 'hang up'

/** A provider that is a simulator but for one lie. */
export async function lyingProxy(target: string, lie: Lie) {
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming
    const onward = send(new URL(url, target), { method, headers }, (answer) => {
      void buffer(answer).then((bytes) => {
        const { statusCode = 500, headers: said } = answer
        const isApi = url.startsWith('/api/')
        const json = isApi && said['content-type'] === 'application/json' ? parse(bytes) : undefined
        const told = isApi ? lie({ status: statusCode, headers: said, json }) : undefined
        if (told === 'hang up') {
          incoming.socket.destroy()
          return
        }
        const body = told?.json === undefined ? bytes : Buffer.from(JSON.stringify(told.json))
        const { 'transfer-encoding': _, ...rest } = told?.headers ?? said
        outgoing
          .writeHead(told?.status ?? statusCode, { ...rest, 'content-length': body.byteLength })
          .end(body)
      })
    })
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const parse = (bytes: Buffer): unknown => JSON.parse(bytes.toString('utf8'))
