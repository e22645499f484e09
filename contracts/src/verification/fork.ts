import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { VerificationError } from '../verification-error.ts'
import type { Reply } from './process.ts'
import type { RawVerification, VerificationJob } from './run.ts'

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/**
 * Runs a verification in a process of its own and ends that process.
 *
 * @throws {VerificationError} what kept it from being carried out.
 */
export async function forkVerification(job: VerificationJob): Promise<RawVerification> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const child = fork(fileURLToPath(new URL(`./process.${extension}`, import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: { ...process.env, PACT_DO_NOT_TRACK: 'true', ...noProxy(job.providerUrl) },
  })
  try {
    const reply = await new Promise<Reply>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Reply))
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`it ended with code ${String(code)}`)))
      child.send(job)
    })
    if (reply.ok) return reply.value
    throw new VerificationError(reply.code, reply.message)
  } catch (error) {
    if (error instanceof VerificationError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new VerificationError('verifier_failed', `The process of the verifier failed: ${why}.`)
  } finally {
    // After a failure Pact's native threads would keep it alive for some more seconds.
    child.kill('SIGKILL')
  }
}

/** Pact sends everything through a proxy of the environment, also what stays on this machine. */
const noProxy = (providerUrl: string): NodeJS.ProcessEnv =>
  LOOPBACK.test(new URL(providerUrl).hostname) ? { HTTP_PROXY: '', HTTPS_PROXY: '' } : {}
