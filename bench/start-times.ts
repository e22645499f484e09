/** Prints how long starts and forks take in this process, as JSON in milliseconds. */
const begin = performance.now()
const { startMockServer } = await import('@gorgias-harness/mock-server')
const imported = performance.now()

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

const startAndStop = async (): Promise<number> => {
  const start = performance.now()
  const server = await startMockServer()
  const ready = performance.now() - start
  await server.close()
  return ready
}

const first = await startAndStop()
const warm: number[] = []
for (let i = 0; i < 10; i++) warm.push(await startAndStop())

const seeded = await startMockServer({ seed: 'demo' })
const forks: number[] = []
for (let i = 0; i < 200; i++) forks.push(await timed(() => seeded.account.fork()))
await seeded.close()

console.log(
  JSON.stringify({
    'import of the package': imported - begin,
    'first start in a process': first,
    'start in a warm process': median(warm),
    'fork of the demo account': median(forks),
  }),
)
