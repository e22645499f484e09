/** Prints how long a start takes in this process, as JSON in milliseconds. */
const begin = performance.now()
const { startMockServer } = await import('@gorgias-harness/mock-server')
const imported = performance.now()
const first = await startMockServer()
const started = performance.now()
const warm = await startMockServer()
const restarted = performance.now()
const seeded = await startMockServer({ seed: 'demo' })
const beforeFork = performance.now()
seeded.account.fork()
const forked = performance.now()
await Promise.all([first.close(), warm.close(), seeded.close()])
console.log(
  JSON.stringify({
    'import of the package': imported - begin,
    'first start in a process': started - imported,
    'start in a warm process': restarted - started,
    'fork of the demo account': forked - beforeFork,
  }),
)
