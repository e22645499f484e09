import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a team has the documented keys; members are named by id or e-mail, each once'
const DELETED = 'a team that is deleted leaves its tickets to nobody'

/** What is known about teams. */
export const teamFidelity = recordsOf('Teams', 'mock-server/test/resources/teams.test.ts', [
  {
    subject: 'listTeams',
    aspect: 'Answers the older envelope.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the list has the older envelope, orders and pages',
  },
  {
    subject: 'createTeam',
    aspect: 'Needs a name; members are named by id or e-mail; answers the documented keys.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: KEYS,
  },
  {
    subject: 'createTeam',
    aspect: 'A team without decoration has an empty one.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: KEYS,
  },
  {
    subject: 'getTeam',
    aspect: 'Answers the team with the keys that its creation answered.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: KEYS,
  },
  {
    subject: 'updateTeam',
    aspect: 'Replaces the members, and leaves alone what is not named.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'an update replaces the members, and leaves alone what it does not name',
  },
  {
    subject: 'deleteTeam',
    aspect: 'Answers 204 without a body.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: DELETED,
  },
  {
    subject: 'deleteTeam',
    aspect: 'The tickets of the team are without a team then.',
    standing: 'inferred',
    source: 'none: chosen',
    test: DELETED,
  },
  {
    subject: 'deleteTeam',
    aspect: 'Views are no longer shared with the team, nor with a user after deleteUser.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a team or a user that is deleted is taken out of the views that are shared with them',
  },
])
