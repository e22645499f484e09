import { startMockServer } from '@gorgias-harness/mock-server'
import type { StagePorts } from './player/stage.ts'

/** The real parts: the simulator in this process, and the platform's `fetch`. */
export function defaultPorts(): StagePorts {
  return {
    fetch: (url, init) => fetch(url, init),
    openSimulator: async ({ now, seed }) => {
      const server = await startMockServer({ port: 0, clock: 'virtual', now, seed })
      return { account: server.account, [Symbol.asyncDispose]: () => server.close() }
    },
  }
}
