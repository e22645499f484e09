import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FaultMoment, Strike } from '../kernel/faults.ts'
import { resetConnection } from './connections.ts'
import { answerFaultStatus } from './fault-pages.ts'
import { BODY_KINDS } from './fault-rule.ts'
import type { FaultCall, WireFault } from './fault-rule.ts'
import type { Caller, Tenant } from './tenant.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The newest fault that struck the call. */
    faultId: number | null
    /** What goes wrong with the body of its answer. */
    brokenAnswer: Strike<WireFault> | null
  }
}

/** A call at a moment of its life, on its way through the faults that are on order. */
export interface FaultPassage {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly tenant: Tenant
  /** Who calls, as far as that is known. */
  readonly caller: Caller | undefined
  readonly moment: FaultMoment
  /** Whether there is a body in the answer. */
  readonly answersBody: boolean
  /** What happens where nothing strikes, and after a delay. */
  readonly goOn: () => void
  /** Told where no answer leaves at all. */
  readonly onLost: () => void
}

/** What the JSON of a text says; undefined where it is none. */
function readJson(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

const callOf = ({ request, caller, answersBody }: FaultPassage): FaultCall => ({
  operation: request.operationId,
  method: request.method,
  path: request.url.split('?', 1)[0] ?? '',
  headers: request.headers,
  caller,
  body: request.body ?? readJson(request.bodyText),
  answersBody: answersBody && request.method !== 'HEAD',
})

const delayOf = ({ rule: { delay }, draw }: Strike<WireFault>): number =>
  delay === undefined ? 0 : Math.round(delay.min + (delay.max - delay.min) * draw)

/** What is done to an answer while it is sent. */
const isOfBody = ({ kind, position }: WireFault): boolean => position === 'mid-body' || BODY_KINDS.has(kind)

/** Whether its caller cannot read the answer to its end. */
export const spoils = (rule: WireFault): boolean => isOfBody(rule) && !dribbles(rule)

/** Whether its delay passes while the answer is sent, and not before. */
const dribbles = ({ kind, position }: WireFault): boolean =>
  kind === 'slow' || (kind === 'latency' && position === 'mid-body')

/** Lets a call meet the fault that strikes it at a moment of its life, if there is one. */
export function passFaults(passage: FaultPassage): void {
  const { request, reply, tenant, moment, goOn, onLost } = passage
  const strike = tenant.faults.strike(moment, tenant.world.now, callOf(passage))
  if (strike === undefined) {
    goOn()
    return
  }
  request.faultId = strike.id
  const delay = dribbles(strike.rule) ? 0 : delayOf(strike)
  if (delay === 0) {
    raise(strike, passage)
    return
  }
  wait(request, tenant, strike, delay)
    .then(
      () => raise(strike, passage),
      () => cut(request, reply, 'reset', onLost),
    )
    .catch((error: unknown) => reply.send(error))
}

/**
 * Holds a call for some of the account's time. Whoever called may be gone by then: the call goes on all the
 * same, as it does behind a proxy that has given up on it.
 *
 * @throws where the account's time ends meanwhile: it was reset, restored or deleted
 */
async function wait(
  { raw }: FastifyRequest,
  { faults, world }: Tenant,
  { id }: Strike<WireFault>,
  delay: number,
): Promise<void> {
  // However long it takes, the server's own limit for silent connections must not end it.
  const limit = raw.socket.timeout ?? 0
  raw.socket.setTimeout(0)
  try {
    await faults.hold(id, (ended) => world.clock.sleep(delay, ended))
  } finally {
    raw.socket.setTimeout(limit)
  }
}

function raise(strike: Strike<WireFault>, { request, reply, goOn, onLost }: FaultPassage): void {
  const { rule } = strike
  if (isOfBody(rule)) {
    request.brokenAnswer = strike
    goOn()
  } else if (rule.kind === 'status') answerFaultStatus(reply, rule)
  else if (rule.kind === 'latency') goOn()
  else cut(request, reply, rule.kind === 'empty' ? 'empty' : 'reset', onLost)
}

/** Ends a connection without a byte: politely, or with a reset. */
function cut(request: FastifyRequest, reply: FastifyReply, how: 'empty' | 'reset', onLost: () => void): void {
  const { raw } = request
  onLost()
  reply.hijack()
  if (how === 'reset') {
    resetConnection(raw.socket)
    return
  }
  // What is left of the request is read: a connection that is closed over unread bytes ends in a reset.
  raw.resume()
  raw.socket.end()
}

/** Over how many pieces a slow body is spread. */
const PIECES = 10

/**
 * Sends an answer that goes wrong on its way: half of it at the most is as it should be.
 *
 * @param onHungUp told where the caller was gone before all of a slow one was sent
 */
export function sendBroken(
  request: FastifyRequest,
  reply: FastifyReply,
  strike: Strike<WireFault>,
  payload: unknown,
  onHungUp: () => void,
): void {
  const bytes = Buffer.from(typeof payload === 'string' || payload instanceof Uint8Array ? payload : '')
  const half = Math.floor(bytes.length / 2)
  const { raw } = reply
  const { socket } = request.raw
  const head = (length: number) => {
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value)
    return raw.writeHead(reply.statusCode, { 'content-length': length })
  }
  reply.hijack()
  switch (strike.rule.kind) {
    case 'empty-body':
      head(0).end()
      break
    case 'malformed':
      head(half).end(bytes.subarray(0, half))
      break
    case 'truncated':
      head(bytes.length).write(bytes.subarray(0, half), () => socket.end())
      break
    case 'reset':
      head(bytes.length).write(bytes.subarray(0, half), () => resetConnection(socket))
      break
    default: {
      const pieces = strike.rule.kind === 'slow' ? piecesOf(bytes) : [bytes.subarray(half)]
      head(bytes.length)
      if (strike.rule.kind === 'slow') raw.flushHeaders()
      else raw.write(bytes.subarray(0, half))
      dribble(request, reply, strike, pieces, onHungUp).catch(() => resetConnection(socket))
    }
  }
}

function piecesOf(bytes: Buffer): Buffer[] {
  const count = Math.max(1, Math.min(PIECES, bytes.length))
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(
      Math.floor((index * bytes.length) / count),
      Math.floor(((index + 1) * bytes.length) / count),
    ),
  )
}

/** Sends pieces, each after its part of the delay: the last is there when all of it has passed. */
async function dribble(
  request: FastifyRequest,
  { raw }: FastifyReply,
  strike: Strike<WireFault>,
  pieces: readonly Buffer[],
  onHungUp: () => void,
): Promise<void> {
  const { tenant } = request
  const delay = delayOf(strike)
  for (const [index, piece] of pieces.entries()) {
    if (tenant === null) return
    const from = Math.round((delay * index) / pieces.length)
    await wait(request, tenant, strike, Math.round((delay * (index + 1)) / pieces.length) - from)
    if (raw.destroyed) {
      onHungUp()
      return
    }
    raw.write(piece)
  }
  raw.end()
}
