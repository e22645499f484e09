import { OPERATION_SCOPES, SCOPES } from '../wire/scopes.ts'

/** How callers say who they are. */
export const SECURITY_SCHEMES = {
  basic: {
    type: 'http',
    scheme: 'basic',
    description: "An agent's e-mail address, and an API key as password.",
  },
  oauth2: {
    type: 'oauth2',
    description: 'An app, and what a user has allowed it. The scope write:all is enough for everything.',
    flows: {
      authorizationCode: {
        authorizationUrl: '/oauth/authorize',
        tokenUrl: '/oauth/token',
        refreshUrl: '/oauth/token',
        scopes: Object.fromEntries(SCOPES),
      },
    },
  },
} as const

/** What an operation asks for: an API key, or a token with any one of its scopes. */
export const securityOf = (operationId: string): object[] => [
  { basic: [] },
  ...(OPERATION_SCOPES.get(operationId) ?? []).map((scope) => ({ oauth2: [scope] })),
]
