// A process that dies by its own hand at the n-th boundary; it names each on its standard output.
import { writeSync } from 'node:fs'
import { oneProcess } from './one-process.ts'
import type { Task } from './one-process.ts'

const { task, dieAt } = JSON.parse(process.argv[2] ?? '{}') as { task: Task; dieAt?: number }
let crossed = 0

await oneProcess(task, (boundary) => {
  crossed += 1
  writeSync(1, `${boundary}\n`)
  if (crossed === dieAt) process.kill(process.pid, 'SIGKILL')
})
