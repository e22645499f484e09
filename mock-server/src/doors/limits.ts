import type { Server } from 'node:http'
import { ControlError } from '../control/errors.ts'

/** What one caller may ask of the server at the most. */
export interface DoorLimits {
  /** Bytes of a body; above it is a 413. An account that is imported has a limit of its own. Default 10 MiB. */
  readonly bodyBytes: number
  /** Bytes of all headers of a call; above it is a 431. Default 16 KiB. */
  readonly headerBytes: number
  /** Milliseconds in which the headers have to be there; after it is a 408. Default 10 s. */
  readonly headersTime: number
  /** Milliseconds in which a call has to be there with its body; after it is a 408. Default 30 s. */
  readonly requestTime: number
  /** Milliseconds after which a connection ends on which nothing moves, except where a fault holds it. Default 60 s. */
  readonly silence: number
  /** Connections at a time; one more is closed at once. Default 4,096. */
  readonly connections: number
}

const USUAL: DoorLimits = {
  bodyBytes: 10 * 1024 * 1024,
  headerBytes: 16 * 1024,
  headersTime: 10_000,
  requestTime: 30_000,
  silence: 60_000,
  connections: 4096,
}

/** How often slow callers are looked for, in milliseconds, at the least. */
const CHECKED_EVERY = 5000

/**
 * Fills in what was not named.
 *
 * @throws {ControlError} 400 for a limit that is none
 */
export function readDoorLimits(limits: Partial<DoorLimits> = {}): DoorLimits {
  const all = { ...USUAL, ...limits }
  for (const [name, value] of Object.entries(all)) {
    const field = `limits.${name}`
    if (!(name in USUAL)) throw new ControlError(400, `${field}: there is no such limit.`, field)
    if (!Number.isInteger(value) || value < 1 || value > 2 ** 31 - 1)
      throw new ControlError(400, `${field}: must be a whole number from 1 to ${2 ** 31 - 1}.`, field)
  }
  // The headers are a part of the call.
  return { ...all, headersTime: Math.min(all.headersTime, all.requestTime) }
}

/** The limits as Fastify takes them, and those that only the server below it knows. */
export const serverOptions = ({ bodyBytes, headerBytes, headersTime, requestTime, silence }: DoorLimits) => ({
  fastify: {
    bodyLimit: bodyBytes,
    requestTimeout: requestTime,
    connectionTimeout: silence,
    keepAliveTimeout: silence,
  },
  server: {
    maxHeaderSize: headerBytes,
    headersTimeout: headersTime,
    requestTimeout: requestTime,
    connectionsCheckingInterval: Math.min(CHECKED_EVERY, headersTime),
  },
})

/** Sets what a server is told once it is there. */
export function limitConnections(server: Server, { connections }: DoorLimits): void {
  server.maxConnections = connections
}
