import type { CallOut, CallOutcome, OutgoingRequest } from '../../src/index.ts'

/** What a receiver answers to a call: a status, a JSON value beside 200, or what else came of it. */
export type Reply = number | { readonly json: unknown } | { readonly outcome: CallOutcome }

function toOutcome(reply: Reply): CallOutcome {
  if (typeof reply === 'number') return { kind: 'answered', status: reply, body: '', start: '' }
  if ('outcome' in reply) return reply.outcome
  const body = JSON.stringify(reply.json)
  return { kind: 'answered', status: 200, body, start: body }
}

/**
 * The receivers of HTTP integrations without a network: each host keeps the calls that came, and answers
 * what its script says.
 */
export function receivers() {
  const scripts = new Map<string, (request: OutgoingRequest) => Reply | Promise<Reply>>()
  const calls = new Map<string, OutgoingRequest[]>()
  let hosts = 0
  const callOut: CallOut = async (request) => {
    const { host } = new URL(request.url)
    calls.get(host)?.push(request)
    return toOutcome(await (scripts.get(host)?.(request) ?? 404))
  }
  /** A receiver at a host of its own. */
  const receiver = (script: (request: OutgoingRequest) => Reply | Promise<Reply> = () => 200) => {
    const host = `receiver-${++hosts}.test`
    const received: OutgoingRequest[] = []
    scripts.set(host, script)
    calls.set(host, received)
    return {
      url: `http://${host}/hook`,
      calls: received,
      bodies: () => received.map(({ body }) => JSON.parse(body ?? 'null') as unknown),
    }
  }
  return { callOut, receiver }
}

type Fields = Readonly<Record<string, unknown>>

/** The body that makes an HTTP integration. */
export const integration = (url: string, triggers: readonly string[], http: Fields = {}): Fields => ({
  name: 'Tell the CRM',
  type: 'http',
  http: {
    url,
    method: 'POST',
    request_content_type: 'application/json',
    response_content_type: 'application/json',
    triggers: Object.fromEntries(triggers.map((trigger) => [trigger, true])),
    ...http,
  },
})
