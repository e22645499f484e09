import { recordsOf } from '../kernel/fidelity.ts'

const apps = (name: string) => ({ file: 'mock-server/test/oauth-apps.test.ts', name })
const ONCE = 'a code becomes tokens, once'

/** What is known about OAuth. */
export const OAUTH_FIDELITY = recordsOf('OAuth', 'mock-server/test/oauth.test.ts', [
  {
    subject: 'authorize',
    aspect: 'GET /oauth/authorize with response_type=code, client_id, scope, redirect_uri, state and nonce.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: ONCE,
  },
  {
    subject: 'authorize',
    aspect: 'The page: a user allows by e-mail address and API key, where in life they would be signed in.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the consent page names the app, the account and the scopes, and runs no script',
  },
  {
    subject: 'authorize',
    aspect: 'An unknown app, and a redirect_uri that is not registered to the letter, send nobody anywhere.',
    standing: 'inferred',
    source: 'none: chosen, after RFC 6749',
    test: 'the consent page sends nobody anywhere for %s',
  },
  {
    subject: 'authorize',
    aspect: 'Every other error goes back to the app, and so does a refusal.',
    standing: 'inferred',
    source: 'none: chosen, after RFC 6749',
    test: 'the consent page tells the app of %s where it asks with %j',
  },
  {
    subject: 'code',
    aspect: 'Is good once and for ten minutes, for its app and redirect_uri.',
    standing: 'inferred',
    source: 'none: chosen, after RFC 6749',
    test: 'a code is good for ten minutes',
  },
  {
    subject: 'token',
    aspect: 'POST /oauth/token, a form; the app names itself by HTTP Basic.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: ONCE,
  },
  {
    subject: 'token',
    aspect: 'The app may name itself in the form as well.',
    standing: 'recorded',
    source: 'public clients, 2026',
    test: 'a code becomes tokens for an app that names itself in the form',
  },
  {
    subject: 'token',
    aspect: 'Answers access_token, token_type, expires_in, refresh_token, id_token and scope.',
    standing: 'recorded',
    source: 'public clients, 2026',
    test: ONCE,
  },
  {
    subject: 'token',
    aspect: 'An access token lives for 24 hours.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: apps('an access token lives for a day of the time of the account'),
  },
  {
    subject: 'token',
    aspect: 'There is no grant client_credentials.',
    standing: 'inferred',
    source: 'none: chosen; one public script tries it, and does not say what came of it',
    test: 'the token endpoint answers %s for %j',
  },
  {
    subject: 'token',
    aspect: 'Errors are those of RFC 6749: error and error_description, 401 for an unknown app, else 400.',
    standing: 'inferred',
    source: 'none: chosen, after RFC 6749',
    test: 'the token endpoint answers 401 invalid_client for %s',
  },
  {
    subject: 'token',
    aspect: 'An app holds 1,000 of each kind at most; the oldest ends.',
    standing: 'inferred',
    source: 'none: chosen, to bound what is kept',
    test: apps('an access token ends when its app has a thousand younger ones'),
  },
  {
    subject: 'refresh token',
    aspect: 'Only with the scope offline; neither expires nor changes.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a refresh token neither expires nor changes',
  },
  {
    subject: 'refresh token',
    aspect: 'Is not repeated when it is used; fewer scopes may be asked for.',
    standing: 'inferred',
    source: 'none: chosen, after RFC 6749',
    test: 'a refresh token gives fewer scopes if fewer are asked for, and never more',
  },
  {
    subject: 'ID token',
    aspect: 'With the scope openid: a JWT, HS256 with the secret; e-mail and name by scope.',
    standing: 'inferred',
    source: 'none: chosen, after OpenID Connect; that there is one was seen',
    test: 'an ID token is signed with the secret of the app, and says who allowed it',
  },
  {
    subject: 'app',
    aspect: 'A bot user stands for it, client_id set, time zone null.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: apps('an OAuth app is registered with credentials of its own, and a bot user that stands for it'),
  },
  {
    subject: 'app',
    aspect: "The bot's e-mail address is made of the client id.",
    standing: 'inferred',
    source: 'none: chosen',
    test: apps('an OAuth app is registered with credentials of its own, and a bot user that stands for it'),
  },
  {
    subject: 'app',
    aspect: 'What it was granted ends when it is uninstalled.',
    standing: 'documented',
    source: 'documentation, 2026',
    test: apps('an OAuth app that is uninstalled loses codes and refresh tokens, too'),
  },
])
