import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a user has the recorded keys and an absolute uri'
const SEATS = 'seats are three on Starter, bots not counted, and one is free again after a deletion'
const DELETED = 'a user that is deleted is gone, as are their key, assignments and team; their messages stay'

const people = (name: string) => ({ file: 'mock-server/test/people.test.ts', name })

/** What is known about users. */
export const userFidelity = recordsOf('Users', 'mock-server/test/resources/users.test.ts', [
  {
    subject: 'listUsers',
    aspect: 'Answers the newer envelope, by name.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the list of users is by name, in the newer envelope',
  },
  {
    subject: 'listUsers',
    aspect: 'Takes the documented filters and orders; available_first changes nothing here.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of users by %s',
  },
  {
    subject: 'listUsers',
    aspect: 'Refuses channels, customer and data.',
    standing: 'documented',
    source: 'change log, October 2022',
    test: 'the list of users refuses %s',
  },
  {
    subject: 'createUser',
    aspect:
      'Answers the recorded keys in their order and types, and client_id of 2026; the user has no password.',
    standing: 'recorded',
    source: 'recorded answers, January 2025',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'createUser',
    aspect: 'The uri is absolute; it begins with the address of the simulator.',
    standing: 'recorded',
    source: 'recorded answers, January 2025',
    test: KEYS,
  },
  {
    subject: 'createUser',
    aspect: 'Takes the time zone of the account, if none is given.',
    standing: 'recorded',
    source: 'recorded answers, January 2025',
    test: 'a user takes the time zone of the account, if none is given',
  },
  {
    subject: 'createUser',
    aspect: 'That time zone is the one of the business hours.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a user takes the time zone of the account, if none is given',
  },
  {
    subject: 'createUser',
    aspect: 'Refuses the fields of before, channels, customer, data and roles, as updateUser does.',
    standing: 'documented',
    source: 'change log, October 2022',
    test: 'a user is refused as %j',
  },
  {
    subject: 'createUser',
    aspect: 'Is refused beyond the three seats of Starter.',
    standing: 'documented',
    source: 'pricing page, 2026',
    test: SEATS,
  },
  {
    subject: 'createUser',
    aspect: 'The refusal is a 403; bots take no seat.',
    standing: 'inferred',
    source: 'none: chosen',
    test: SEATS,
  },
  {
    subject: 'createUser',
    aspect: 'Whoever is deactivated takes no seat, and needs one to come back.',
    standing: 'inferred',
    source: 'none: chosen',
    test: people(
      'the seats of Starter are not taken by bots, nor by who is deactivated; to come back takes one',
    ),
  },
  {
    subject: 'createUser',
    aspect: 'Is for admins only, as updateUser and deleteUser are.',
    standing: 'inferred',
    source: 'none: chosen; that rights depend on the role is documented',
    test: 'only admins change users; everybody may look',
  },
  {
    subject: 'getUser',
    aspect: 'The id 0 is the caller.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a user of the id 0 is the caller',
  },
  {
    subject: 'updateUser',
    aspect: 'Changes what is named; 409 for the address of another user.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a user can be changed field by field, but not into the address of another',
  },
  {
    subject: 'updateUser',
    aspect: 'Is 403 for a bot, as deleteUser is.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a user that stands for a mailbox is not to be changed',
  },
  {
    subject: 'updateUser',
    aspect: 'Is 409 where it takes the role of the only active admin, as deleteUser is for them.',
    standing: 'inferred',
    source: 'none: chosen',
    test: people(
      'the only admin can be neither demoted nor deleted, by themselves or anybody, until there is another',
    ),
  },
  {
    subject: 'deleteUser',
    aspect: 'Answers 204 without a body.',
    standing: 'recorded',
    source: 'recorded answers, January 2025',
    test: DELETED,
    compared: '2026-11-22',
  },
  {
    subject: 'deleteUser',
    aspect: 'The key stops, tickets and teams lose the user, messages stay.',
    standing: 'inferred',
    source: 'none: chosen',
    test: DELETED,
  },
])
