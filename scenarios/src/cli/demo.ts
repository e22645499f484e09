import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { runDemo } from '../demo/run-demo.ts'

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535; 0 picks a free one.')
}

/** `gorgias-scenarios demo`: what `npm start` runs. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('start a simulated Gorgias and hand one sample conversation over to it')
    .option('--port <number>', 'where the simulator listens', readPort, 4010)
    .option('--host <address>', 'the interface it listens on', '127.0.0.1')
    .action(async ({ port, host }: { port: number; host: string }) => {
      const server = await runDemo({ port, host, print: console.log, printError: console.error })
      if (server === undefined) {
        process.exitCode = 1
        return
      }
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close())
    })
}
