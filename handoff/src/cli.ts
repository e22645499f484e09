#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { runProgram } from './cli/program.ts'

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) {
  // Once: a second Ctrl-C ends the process, as it does everywhere.
  process.once(signal, () => {
    process.stderr.write('Ending the running handoffs; interrupt again to stop at once.\n')
    interrupt.abort()
  })
}
// Nobody reads the outcomes any more: end what runs, which must not be cut off.
process.stdout.on('error', () => interrupt.abort())

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  read: (name) => (name === '-' ? buffer(process.stdin) : readFile(name)),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interrupted: interrupt.signal,
})
