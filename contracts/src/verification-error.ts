/** Why a verification could not be carried out at all; a provider that answers wrongly is not among them. */
export type VerificationErrorCode =
  /** The pact file is missing, no JSON, or no pact. */
  | 'broken_pact'
  /** Nobody answers at the provider's address, or the connection broke off. */
  | 'unreachable'
  /** The address answers, but its control plane is missing or refuses us, so no state can be set up. */
  | 'no_control'
  /** Pact itself failed. */
  | 'verifier_failed'
  /** What should be an OpenAPI document is none. */
  | 'broken_document'
  /** There is no such file and no such revision to compare the document with. */
  | 'no_base'
  /** The shapes of recorded answers are missing, or no shapes. */
  | 'broken_shapes'

/** A verification that could not be carried out. Its message is one line that says what to do. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError'
  readonly code: VerificationErrorCode

  constructor(code: VerificationErrorCode, message: string) {
    super(message.replace(/[\s\p{Cc}]+/gu, ' '))
    this.code = code
  }
}
