import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Account, MockServer } from '@gorgias-harness/mock-server'
import { isRecord } from '../is-record.ts'

/** An answer of the simulator, as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/** A call of the API: method, path with its query, and what is sent. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'
  /** Below `/api/`. */
  readonly path: string
  readonly body?: unknown
  /** Instead of the usual ones: an `authorization`, a `host`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A row as the API answers it. */
export interface Row {
  readonly id: number
  readonly [field: string]: unknown
}

/** A fresh account of a simulator, for one recording. */
export interface Stage {
  /** The account's control: clock, inbound e-mails, faults. */
  readonly account: Account
  /** A call whose answer is looked at. */
  ask(call: Call): Promise<Answer>
  /** A call that prepares another one: anything but a success is an error. */
  make(method: Call['method'], path: string, body?: unknown): Promise<Row>
  /** The rows of a list. */
  list(path: string): Promise<Row[]>
}

/** Headers that came several times, as one. */
const flat = (headers: IncomingHttpHeaders): Answer['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))

const json = (body: unknown) =>
  body === undefined ? {} : { content: JSON.stringify(body), type: { 'content-type': 'application/json' } }

export function createStage({ url }: MockServer, account: Account): Stage {
  // Not fetch: that one writes the Host header itself.
  async function ask({ method, path, body, headers }: Call): Promise<Answer> {
    const { content, type } = json(body)
    const length = content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) }
    const all = { authorization: account.authorization, ...type, ...length, ...headers }
    return new Promise((resolve, reject) => {
      request(`${url}/api/${path}`, { method, headers: all }, (answer) => {
        text(answer).then(
          (said) => resolve({ status: answer.statusCode ?? 0, headers: flat(answer.headers), text: said }),
          reject,
        )
      })
        .on('error', reject)
        .end(content)
    })
  }

  async function read(call: Call): Promise<unknown> {
    const answer = await ask(call)
    if (answer.status >= 200 && answer.status < 300) return answer.text === '' ? {} : JSON.parse(answer.text)
    throw new Error(`${call.method} ${call.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`)
  }

  return {
    account,
    ask,
    make: async (method, path, body) => (await read({ method, path, body })) as Row,
    async list(path) {
      const list = await read({ method: 'GET', path })
      return isRecord(list) && Array.isArray(list.data) ? (list.data as Row[]) : []
    },
  }
}
