import { recordsOf } from '../../kernel/fidelity.ts'

const FILES = 'mock-server/test/resources/job-files.test.ts'
const RUNS = 'a job has the recorded keys, and runs from pending to done within a second and a half'
const REFUSED = 'a job is refused as %j'
const CHANGED = 'a job is changed while it waits, and not afterwards'
const SCHEDULED = 'a job that is scheduled is cancelled at once'
const CANCELLED = 'a job that runs is cancelled before its next hundred tickets, and what is done stays done'

/** What is known about jobs. */
export const jobFidelity = recordsOf('Jobs', 'mock-server/test/resources/jobs.test.ts', [
  {
    subject: 'listJobs',
    aspect: 'Answers the older envelope.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the list of jobs has the older envelope, the newest job in front',
  },
  {
    subject: 'listJobs',
    aspect: 'Is filtered by status and type.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of jobs is filtered by status and type',
  },
  {
    subject: 'createJob',
    aspect: 'Takes the documented types and parameters; at most 60 minutes ahead.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: REFUSED,
  },
  {
    subject: 'createJob',
    aspect: 'Which parameters go with which type; tickets are selected in exactly one way.',
    standing: 'inferred',
    source: 'none: chosen; the parameters of all types are documented together',
    test: REFUSED,
  },
  {
    subject: 'createJob',
    aspect: 'updateTicket takes most fields of updateTicket; tags and values are replaced as there.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'updateTicket changes tickets as their own call does',
  },
  {
    subject: 'createJob',
    aspect:
      'updateTicket looks up users, teams and values once more when it runs; tickets fail where they have gone.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'updateTicket fails for its tickets where what it names has gone by the time that it runs',
  },
  {
    subject: 'createJob',
    aspect: 'Tickets are looked up when the job starts, and worked through by the hundred, at most 10,000.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a job goes through all that it selects, hundred by hundred',
  },
  {
    subject: 'createJob',
    aspect: 'applyMacro carries out the actions; a response text is not sent, and left_out_actions says so.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: FILES,
      name: 'a job that applies a macro carries out its actions in their order, and sends nothing',
    },
  },
  {
    subject: 'createJob',
    aspect:
      'applyMacro carries out all of the actions on a ticket, or none; then the ticket counts as failed.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: FILES,
      name: 'a job that applies a macro does all of its actions to a ticket or none, and tells why the first ticket failed',
    },
  },
  {
    subject: 'createJob',
    aspect: 'An export is a private CSV file.',
    standing: 'inferred',
    source: 'none: chosen, columns too',
    test: { file: FILES, name: 'a job that exports tickets leaves a private CSV file, and its url in info' },
  },
  {
    subject: 'createJob',
    aspect: 'An import makes new macros from CSV or JSON, all or none; ids and counts are not taken over.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: FILES,
      name: 'a job that imports macros takes what the list of macros answers, and a plain table',
    },
  },
  {
    subject: 'createJob',
    aspect: 'An import reads files that were uploaded to the simulator; any other url makes it fail.',
    standing: 'inferred',
    source: 'none: the simulator fetches nothing',
    test: { file: FILES, name: 'a job that imports macros fetches nothing from anywhere else' },
  },
  {
    subject: 'createJob',
    aspect:
      'The two drill-down exports are accepted, and fail with a reason: what their files hold is unknown.',
    standing: 'inferred',
    source: 'none: not simulated',
    test: { file: FILES, name: 'a job that exports what is unknown (%s) fails and says so' },
  },
  {
    subject: 'getJob',
    aspect: 'Answers the job: keys, their order and types; started after 0.1 s, done after 1.4 s.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: RUNS,
    compared: '2026-11-22',
  },
  {
    subject: 'getJob',
    aspect: 'locked_datetime is set while the job runs.',
    standing: 'inferred',
    source: 'none: chosen; in the recorded answer of a job that is done it is null',
    test: RUNS,
  },
  {
    subject: 'getJob',
    aspect:
      'info tells total, processed and failed tickets, the error of the first that failed, url or created; recorded was an empty one.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a job counts the tickets that do not take it, and goes on with the others',
  },
  {
    subject: 'updateJob',
    aspect: 'Changes what is named and answers 202.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: CHANGED,
  },
  {
    subject: 'updateJob',
    aspect: 'Is a 409 once the job has started.',
    standing: 'inferred',
    source: 'none: chosen',
    test: CHANGED,
  },
  {
    subject: 'deleteJob',
    aspect: 'Cancels the job and answers 204 without a body; what is done is not undone.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: CANCELLED,
  },
  {
    subject: 'deleteJob',
    aspect:
      'What is scheduled is canceled at once; else cancel_requested, then canceled before the next step.',
    standing: 'inferred',
    source: 'none: chosen; the statuses are documented',
    test: CANCELLED,
  },
  {
    subject: 'deleteJob',
    aspect: 'Is a 409 for a job that is over.',
    standing: 'inferred',
    source: 'none: chosen',
    test: SCHEDULED,
  },
])
