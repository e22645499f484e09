/** A control call that cannot be carried out: nothing has changed, and the message says what to do. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  /** 400: the input is wrong; 403: whoever acts may not; 404: there is no such thing; 409: it is taken or not possible now. */
  readonly status: 400 | 403 | 404 | 409
  /** The field of the input that is wrong. */
  readonly field: string | undefined

  constructor(status: 400 | 403 | 404 | 409, message: string, field?: string) {
    super(message)
    this.status = status
    this.field = field
  }
}
