import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'

const strict = { additionalProperties: false }

const OAuthAppPath = Type.Object({ client_id: Type.String() })

const OAuthAppBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 255 }),
    redirect_uris: Type.Array(Type.String({ maxLength: 2000 }), {
      maxItems: 20,
      description: 'Where codes may go, compared to the letter; none if only tokens are ordered here.',
    }),
  },
  strict,
)

const TokenBody = Type.Object(
  {
    scopes: Type.Array(Type.String({ maxLength: 100 }), {
      minItems: 1,
      maxItems: 100,
      description: 'Such as tickets:read.',
    }),
    user_id: Type.Optional(
      Type.Integer({ description: "Who allows it; default: the owner of the account's API key." }),
    ),
  },
  strict,
)

/** The OAuth apps of an account, and tokens for them without a browser. */
export const oauthAppRoutes = [
  route({
    method: 'GET',
    url: '/oauth-apps',
    operationId: 'listOAuthApps',
    summary: 'The OAuth apps, without their secrets',
    answer: (account) => ({ data: account.oauthApps() }),
  }),
  route({
    method: 'POST',
    url: '/oauth-apps',
    operationId: 'addOAuthApp',
    summary: 'Register an OAuth app; the secret is shown once',
    body: OAuthAppBody,
    status: 201,
    answer: (account, { body }) => account.addOAuthApp(body),
  }),
  route({
    method: 'DELETE',
    url: '/oauth-apps/:client_id',
    operationId: 'removeOAuthApp',
    summary: 'Uninstall an OAuth app',
    path: OAuthAppPath,
    answer: (account, { path }) => account.removeOAuthApp(path.client_id),
  }),
  route({
    method: 'POST',
    url: '/oauth-apps/:client_id/tokens',
    operationId: 'createOAuthTokens',
    summary: 'Tokens for an OAuth app, as if a user had allowed it',
    path: OAuthAppPath,
    body: TokenBody,
    status: 201,
    answer: (account, { path, body }) => account.createOAuthTokens(path.client_id, body),
  }),
]
