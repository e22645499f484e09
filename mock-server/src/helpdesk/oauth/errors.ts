/** The error codes of OAuth 2.0 (RFC 6749, sections 4.1.2.1 and 5.2) that can occur here. */
export type OAuthErrorCode =
  | 'access_denied'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'

/** An app is refused what it asked for; the message tells its developer why. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly code: OAuthErrorCode

  constructor(code: OAuthErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** An error as apps are told of it. A description holds no quotes and no letters but ASCII (RFC 6749). */
export const errorParameters = ({ code, message }: OAuthError) => ({
  error: code,
  error_description: message.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?'),
})
