import { recordsOf } from '../kernel/fidelity.ts'
import { ACCESS_FIDELITY } from './access-fidelity.ts'

const REFUSALS = 'mock-server/test/headers-and-errors.test.ts'
const every = (name: string) => ({ file: REFUSALS, name: `every answer ${name}` })
const cursors = (name: string) => ({ file: 'mock-server/src/wire/cursors.test.ts', name })
const datetimes = (name: string) => ({ file: 'mock-server/src/wire/datetimes.test.ts', name })
const DIALECT = every('%d to %s %s speaks the error dialect and carries all headers')

const errors = recordsOf('Errors', REFUSALS, [
  {
    subject: 'error body',
    aspect: 'An object error with msg, and data before it where there is detail.',
    standing: 'documented',
    source: 'documentation of 2020',
    test: 'a refusal puts data before msg, as the documented example does',
  },
  {
    subject: '400',
    aspect: 'The data holds a list of sentences for each field, nested as the body is.',
    standing: 'documented',
    source: 'documentation of 2020',
    test: 'a refusal names each field, nested as the body is',
  },
  {
    subject: '400',
    aspect: 'Most sentences are those of the validation library that the seen ones point to.',
    standing: 'inferred',
    source: 'none: chosen; a few were seen on live accounts',
    test: 'a refusal names each field, nested as the body is',
  },
  {
    subject: '400',
    aspect: 'An unknown query parameter is refused; a limit above 100 must be at most 100.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: 'a refusal names the query parameter that is unknown or out of bounds',
  },
  {
    subject: '401',
    aspect: 'Missing or wrong credentials are told Unauthorized, to the letter.',
    standing: 'recorded',
    source: 'recorded answers, 2026',
    test: {
      file: 'mock-server/test/authentication.test.ts',
      name: 'a key that was revoked is 401, and another key of the same user goes on [REQ-065]',
    },
    compared: '2026-11-22',
  },
  {
    subject: '403',
    aspect: 'The sentence about missing permissions, with another behind it where there is more to say.',
    standing: 'recorded',
    source: 'recorded answers, February 2025',
    test: {
      file: 'mock-server/test/resources/users.test.ts',
      name: 'only admins change users; everybody may look',
    },
    compared: '2026-11-22',
  },
  {
    subject: '404 and 405',
    aspect: 'Say what the documentation shows.',
    standing: 'documented',
    source: 'documentation of 2020',
    test: 'a refusal says 404 and 405 in the documented words',
  },
  {
    subject: '409',
    aspect: 'Says what the documentation shows, unless there is more to say.',
    standing: 'documented',
    source: 'documentation of 2020',
    test: {
      file: 'mock-server/test/resources/customers.test.ts',
      name: 'a customer is refused where another one has an e-mail address or external id of theirs',
    },
  },
  {
    subject: '403',
    aspect: 'Comes before the body is looked at: who may not call learns nothing else.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: 'mock-server/test/roles.test.ts',
      name: 'who may not call learns that before the body is looked at, whatever it holds',
    },
  },
  {
    subject: 'ids in paths',
    aspect: 'Are digits alone; what is written otherwise is a 404.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'an id that is written %s is none',
  },
  {
    subject: '405',
    aspect: 'A fixed path such as /api/customers/merge under another method is a 405, no id.',
    standing: 'inferred',
    source: 'none: chosen',
    test: '%s %s is a 405: the path is no id',
  },
  {
    subject: '413 and 415',
    aspect: 'A body above 10 MiB is 413, another content type than JSON is 415.',
    standing: 'inferred',
    source: 'none: chosen; that there is a 413 and that only JSON is taken is documented',
    test: DIALECT,
  },
  {
    subject: '5xx',
    aspect: 'Those that are ordered as faults are HTML pages.',
    standing: 'recorded',
    source: 'public clients, 2026',
    test: { file: 'mock-server/test/faults.test.ts', name: 'a status %d is a page, and leaves nothing' },
  },
])

const answers = recordsOf('Answers', REFUSALS, [
  {
    subject: 'headers',
    aspect: 'Every answer carries the recorded headers, errors too; the release is always the same.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: every('carries them where all is well, with a body or without'),
    compared: '2026-11-22',
  },
  {
    subject: 'headers',
    aspect: 'Each answer has a request id of its own.',
    standing: 'recorded',
    source: 'recorded answers, February 2025',
    test: every('has a request id of its own'),
  },
  {
    subject: 'paths',
    aspect: 'A path may end in a slash.',
    standing: 'inferred',
    source: 'none: chosen; clients of both kinds work',
    test: 'a path may end in a slash',
  },
  {
    subject: 'bodies',
    aspect: 'An empty body stands for no fields.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'an empty body with a content type stands for no fields',
  },
  {
    subject: 'datetimes',
    aspect: 'UTC with six digits of microseconds and offset, without a fraction where it is zero.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: datetimes(
      'a datetime is written with six digits of microseconds and an offset, or without a fraction when that is zero',
    ),
  },
  {
    subject: 'cursors',
    aspect: 'Base64 of direction, order value without offset, and id.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: cursors('a cursor has the form that Gorgias gives it: direction, value without offset, id'),
    compared: '2026-11-22',
  },
  {
    subject: 'cursors',
    aspect: 'There is none before the first page and none behind the last.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: cursors('a walk by cursors has no cursor at either end, and both in the middle'),
  },
  {
    subject: 'cursors',
    aspect: 'A walk shows each row once that was there all the time, while others come and go.',
    standing: 'inferred',
    source: 'none: chosen',
    test: cursors(
      'a walk by cursors shows each row that was there all the time exactly once, in order, while others come and go',
    ),
  },
  {
    subject: 'cursors',
    aspect: 'One that was tampered with is refused.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: 'mock-server/test/cursor-walk.test.ts',
      name: 'a cursor that was tampered with is refused',
    },
  },
  {
    subject: 'pages',
    aspect: 'Have 30 rows, and up to 100 if it is asked for.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: {
      file: 'mock-server/test/tickets.test.ts',
      name: 'the list of tickets has pages of 30, of up to 100 if it is asked for',
    },
  },
  {
    subject: 'list uri',
    aspect: 'Repeats the query of the caller, percent-encoded; without one a question mark stays.',
    standing: 'recorded',
    source: 'recorded answers, February 2025 and August 2026',
    test: {
      file: 'mock-server/test/tickets.test.ts',
      name: 'the list of tickets repeats the call in its uri, and keeps a bare question mark',
    },
    compared: '2026-11-22',
  },
])

/** What is known about how Gorgias speaks HTTP. */
export const WIRE_FIDELITY = [...errors, ...answers, ...ACCESS_FIDELITY]
