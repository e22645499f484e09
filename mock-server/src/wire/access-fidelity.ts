import { recordsOf } from '../kernel/fidelity.ts'
import { ALLOWED } from './roles.ts'

const oauthApps = (name: string) => ({ file: 'mock-server/test/oauth-apps.test.ts', name })

const people = (name: string) => ({ file: 'mock-server/test/people.test.ts', name })

const authentication = recordsOf('Authentication', 'mock-server/test/authentication.test.ts', [
  {
    subject: 'API key',
    aspect: 'HTTP Basic: the e-mail address of a user, and a key.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'an API key gets in with the address of its user, however that is spelt',
  },
  {
    subject: 'API key',
    aspect: 'A key that was revoked is refused at once.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'a key that was revoked is 401, and another key of the same user goes on [REQ-065]',
  },
  {
    subject: 'API key',
    aspect: 'The key of a deactivated user is 401.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a key ends with its user; a key of a different admin gets in again [REQ-066]',
  },
  {
    subject: 'API key',
    aspect: 'A reset ends the old key at once.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: people('an API key that %s is refused at once with 401, for whatever call (REQ-065, REQ-066)'),
  },
  {
    subject: 'API key',
    aspect: 'The key of a deleted user is 401, too; that of one who is let in again opens as before.',
    standing: 'inferred',
    source: 'none: chosen',
    test: people('an API key of somebody who is let in again opens as before, unless it was revoked'),
  },
  {
    subject: 'API key',
    aspect: 'Outlives the demotion of its user: what their role does not allow is 403.',
    standing: 'inferred',
    source: 'none: chosen; that a key acts as its user is documented',
    test: people(
      'an API key whose user is no admin any more still opens what their role may: the rest is 403 at once',
    ),
  },
  {
    subject: 'account of a call',
    aspect: 'The host name says the account, else the key does.',
    standing: 'inferred',
    source: 'none: chosen; one host for each account is documented',
    test: 'a host name selects the account, and a key of another account does not get in there',
  },
  {
    subject: 'account of a call',
    aspect: 'A made-up subdomain of gorgias.com is a 404 page, not JSON.',
    standing: 'recorded',
    source: 'recorded answers, 2026',
    test: 'a made-up subdomain of gorgias.com is a 404 page, not JSON',
    compared: '2026-11-22',
  },
  {
    subject: 'access token',
    aspect: 'Authorization: Bearer, for calls through an OAuth app.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the token of an app gets in until it expires, and 403 is for what it may not',
  },
  {
    subject: 'access token',
    aspect: 'Acts for the user who allowed it; the events of its calls bear their id.',
    standing: 'inferred',
    source: "none: chosen; in recorded answers the events of an app's calls bear the id of a person",
    test: oauthApps('an access token acts for the user who allowed it, and the journal names the app'),
  },
  {
    subject: 'access token',
    aspect: 'Is 401 when it has expired, and when its user is deactivated or its app uninstalled.',
    standing: 'inferred',
    source: 'none: chosen; that uninstalling ends the grant is documented',
    test: oauthApps('an access token ends with its user'),
  },
  {
    subject: 'Authorization header',
    aspect: 'Malformed, of two schemes, or beyond 2,000 characters: 401.',
    standing: 'inferred',
    source: 'none: chosen',
    test: '%s is 401',
  },
])

const scopes = recordsOf('Scopes', 'mock-server/test/scopes.test.ts', [
  {
    subject: 'scope of an operation',
    aspect: 'Is of its resource, to read for GET and to write for the rest.',
    standing: 'documented',
    source: 'documentation of scopes, mid 2026',
    test: 'without %s, %s %s is refused by its name; with it, it is not',
  },
  {
    subject: 'scope of an operation',
    aspect: 'That of tickets covers views, messages and tags; tags have one of their own besides.',
    standing: 'documented',
    source: 'documentation of scopes, mid 2026',
    test: 'tags are in the scope of tickets, too',
  },
  {
    subject: 'scope of an operation',
    aspect:
      'Files and calls: of tickets. Teams: of users. Widgets: of integrations. Search: to read customers. ' +
      'Statistics and metric cards: to read statistics. Values of custom fields: of what has them.',
    standing: 'inferred',
    source: 'none: chosen; scopes of phone and apps are not known',
    test: 'every operation of the catalogue has a scope, and one that apps can ask for',
  },
  {
    subject: 'scope of an operation',
    aspect: 'To write does not include to read.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'to write does not include to read',
  },
  {
    subject: 'write:all',
    aspect: 'The old scope is what unarchiveMacros wants.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'macros are unarchived with the old scope only',
  },
  {
    subject: 'write:all',
    aspect: 'Allows everything.',
    standing: 'inferred',
    source: 'none: chosen; that apps still use it was seen',
    test: 'the old scope allows everything',
  },
  {
    subject: '403 of a scope',
    aspect: 'Names the scope that is missing behind the usual sentence.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'macros are unarchived with the old scope only',
  },
  {
    subject: '403 of a scope',
    aspect: 'Where either of two scopes is enough, names the first.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'without %s, %s %s is refused by its name; with it, it is not',
  },
])

/** Operations of the table in one phrase. */
const also = (role: keyof typeof ALLOWED): string => `also ${ALLOWED[role]?.join(', ') ?? 'nothing more'}`

/** What each role may, beyond the one before. */
const RIGHTS: readonly (readonly [role: string, rights: string])[] = [
  ['observer-agent', `Reads: all that is GET and not for admins; ${also('observer-agent')}.`],
  ['lite-agent', `Answers tickets: ${also('lite-agent')}.`],
  ['basic-agent', `Keeps customers: ${also('basic-agent')}.`],
  ['agent', 'Deletes and shapes: all that is not for admins.'],
  ['admin', 'Everything, also rules, integrations, users, settings and the definitions of custom fields.'],
]

const roles = recordsOf(
  'Roles',
  'mock-server/test/roles.test.ts',
  RIGHTS.map(([subject, aspect]) => ({
    subject,
    aspect,
    standing: 'inferred',
    source: 'none: chosen; that rights depend on the role is documented, the table is not published',
    test: 'a role %s %s %s',
  })),
)

const rateLimit = recordsOf('Rate limit', 'mock-server/test/rate-limit.test.ts', [
  {
    subject: 'bucket',
    aspect: 'A leaky bucket of 40 calls that drains in 20 seconds, for API keys.',
    standing: 'documented',
    source: 'reference, September 2025',
    test: 'the rate limit leaks: a call fits again after half a second, all of them after twenty [REQ-093]',
  },
  {
    subject: 'bucket',
    aspect: 'All keys of an account share one.',
    standing: 'inferred',
    source: 'none: chosen; the limit is said to be of the account',
    test: 'the rate limit is shared by all keys of an account, and by no two accounts [REQ-094]',
  },
  {
    subject: 'bucket',
    aspect: 'Calls that fail count; those without valid credentials do not.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the rate limit counts calls that fail, but none without valid credentials',
  },
  {
    subject: 'call limit header',
    aspect: 'Says used and limit on every answer, the call itself counted.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the rate limit refuses the 41st call of one moment, and says how long to wait [REQ-093]',
  },
  {
    subject: '429',
    aspect: 'Says in Retry-after how many whole seconds to wait.',
    standing: 'documented',
    source: 'reference, September 2025',
    test: 'the rate limit refuses the 41st call of one moment, and says how long to wait [REQ-093]',
  },
  {
    subject: '429',
    aspect: 'Only a 429 carries Retry-after.',
    standing: 'recorded',
    source: 'recorded answers, 2025 and 2026',
    test: {
      file: 'mock-server/test/headers-and-errors.test.ts',
      name: 'every answer %d to %s %s speaks the error dialect and carries all headers',
    },
  },
  {
    subject: '429',
    aspect: 'The sentence of its body.',
    standing: 'inferred',
    source: 'none: chosen; no answer was ever seen in public',
    test: 'the rate limit refuses the 41st call of one moment, and says how long to wait [REQ-093]',
  },
  {
    subject: '429',
    aspect: 'Is decided before any effect.',
    standing: 'inferred',
    source: 'none: chosen; public clients assume it',
    test: 'the rate limit is decided before any effect: a refused call leaves nothing and costs nothing',
  },
  {
    subject: 'bucket of an app',
    aspect: 'Has 80 calls, and drains in the same time.',
    standing: 'documented',
    source: 'reference, September 2025',
    test: 'the rate limit gives each OAuth app a bucket of its own, twice as large',
  },
  {
    subject: 'bucket of an app',
    aspect: 'Is the app alone, whatever tokens and users it calls with; API keys have theirs beside it.',
    standing: 'inferred',
    source: 'none: chosen; the limit is said to be for each kind of authentication',
    test: 'the rate limit counts all tokens of an app together, and follows the capacity that is set',
  },
  {
    subject: 'bucket of an Enterprise account',
    aspect: 'Drains in 10 seconds.',
    standing: 'documented',
    source: 'reference, September 2025',
    test: 'the rate limit of an Enterprise account is the same number of calls in half the time',
  },
  {
    subject: 'OAuth',
    aspect: 'Calls below /oauth are not counted.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: 'mock-server/test/oauth.test.ts',
      name: 'the token endpoint is counted by no rate limit and stands in no journal',
    },
  },
])

/** What is known about who may call, what, and how often. */
export const ACCESS_FIDELITY = [...authentication, ...scopes, ...roles, ...rateLimit]
