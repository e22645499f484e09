import { runProgram } from '../../src/cli/program.ts'

/** Runs one command line in this process, and keeps what it writes. */
export async function run(...args: string[]) {
  let out = ''
  let err = ''
  const code = await runProgram(args, { out: (text) => (out += text), err: (text) => (err += text) })
  return { code, out, err }
}
