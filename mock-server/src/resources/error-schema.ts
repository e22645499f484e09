import { Type } from 'typebox'

/** The error dialect: a sentence, and per field what is wrong where there is detail (documented). */
export const ErrorSchema = Type.Object(
  {
    error: Type.Object({
      data: Type.Optional(Type.Unsafe<unknown>({ type: 'object', additionalProperties: true })),
      msg: Type.String(),
    }),
  },
  { $id: 'Error', title: 'Error' },
)

const answer = (description: string) => ({
  description,
  content: { 'application/json': { schema: ErrorSchema } },
})

/** The refusals that any operation may answer. */
export const errorAnswers = {
  400: answer(
    'The request does not fit: a required field is missing, a value is invalid, a field is unknown.',
  ),
  401: answer('The credentials are not valid, or not valid any more.'),
  403: answer("The user's role does not allow it."),
  404: answer('There is no such resource.'),
  409: answer('The resource exists already.'),
  429: answer('The rate limit of the account is exceeded; Retry-after says for how many seconds.'),
}
