import { VerificationError } from '../verification-error.ts'
import type { VerificationErrorCode } from '../verification-error.ts'
import { runVerification } from './run.ts'
import type { RawVerification, VerificationJob } from './run.ts'

/** What the process of a verification answers its parent. */
export type Reply =
  | { readonly ok: true; readonly value: RawVerification }
  | { readonly ok: false; readonly code: VerificationErrorCode; readonly message: string }

const reply = (answer: Reply): void => {
  process.send?.(answer)
}

process.once('message', (job: VerificationJob) => {
  runVerification(job).then(
    (value) => reply({ ok: true, value }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      reply({ ok: false, code: error instanceof VerificationError ? error.code : 'verifier_failed', message })
    },
  )
})
