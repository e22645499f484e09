import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import type { Account } from './account.ts'
import * as schema from './schema.ts'

interface One {
  Params: Static<typeof schema.AccountPath>
}

interface App {
  Params: Static<typeof schema.OAuthAppPath>
}

/** The OAuth apps of an account, and tokens for them without a browser. */
export function oauthAppRoutes(app: FastifyInstance, account: (name: string) => Account): void {
  const one = { params: schema.AccountPath }
  const item = { params: schema.OAuthAppPath }

  app.get<One>(
    '/accounts/:account/oauth-apps',
    { schema: { ...one, operationId: 'listOAuthApps', summary: 'The OAuth apps, without their secrets' } },
    (request) => ({ data: account(request.params.account).oauthApps() }),
  )
  app.post<One & { Body: Static<typeof schema.OAuthAppBody> }>(
    '/accounts/:account/oauth-apps',
    {
      schema: {
        ...one,
        operationId: 'addOAuthApp',
        summary: 'Register an OAuth app; the secret is shown once',
        body: schema.OAuthAppBody,
      },
    },
    (request, reply) => {
      reply.code(201)
      return account(request.params.account).addOAuthApp(request.body)
    },
  )
  app.delete<App>(
    '/accounts/:account/oauth-apps/:client_id',
    { schema: { ...item, operationId: 'removeOAuthApp', summary: 'Uninstall an OAuth app' } },
    (request, reply) => {
      account(request.params.account).removeOAuthApp(request.params.client_id)
      return reply.code(204).send()
    },
  )
  app.post<App & { Body: Static<typeof schema.TokenBody> }>(
    '/accounts/:account/oauth-apps/:client_id/tokens',
    {
      schema: {
        ...item,
        operationId: 'createOAuthTokens',
        summary: 'Tokens for an OAuth app, as if a user had allowed it',
        body: schema.TokenBody,
      },
    },
    (request, reply) => {
      reply.code(201)
      return account(request.params.account).createOAuthTokens(request.params.client_id, request.body)
    },
  )
}
