import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a survey has the recorded keys; of a bare one everything else is null'
const LIST = 'the list has the older envelope, is found by ticket, orders and pages'
const PARTIAL = 'an update keeps what it does not name'
const ONE = 'a ticket has one survey at most, and shows it'
const SENT =
  'a survey goes out by e-mail when its time has come, in the words of the setting, and costs nothing'
const SKIPPED = 'a survey that cannot go out is skipped, and the ticket says why'
const ANSWERED = 'an answer leaves its event once, and sets off the rules that wait for it'

const chosen = { standing: 'inferred', source: 'none: chosen' } as const

/** What is known about satisfaction surveys. */
export const surveyFidelity = recordsOf(
  'Satisfaction surveys',
  'mock-server/test/resources/satisfaction-surveys.test.ts',
  [
    {
      subject: 'listSatisfactionSurveys',
      aspect: 'Answers the older envelope.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: LIST,
    },
    {
      subject: 'listSatisfactionSurveys',
      aspect: 'Is filtered by ticket.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: LIST,
    },
    {
      subject: 'listSatisfactionSurveys',
      aspect: 'Is sorted by created_datetime, the newest first.',
      ...chosen,
      test: LIST,
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: 'Answers the survey: keys, their order and types; of a bare one the rest is null.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: KEYS,
      compared: '2026-11-22',
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: 'Needs ticket_id and customer_id; the score is 1 to 5, the text has 1000 characters at most.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: 'the survey %j is refused',
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: 'A ticket has one survey.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: ONE,
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: 'Is 409 for a ticket that has a survey.',
      ...chosen,
      test: ONE,
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: "Is 400 where the ticket is not the customer's, or one of them does not exist.",
      ...chosen,
      test: 'a survey is about a ticket and for its customer',
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: 'With should_send_datetime null Gorgias never sends it.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: 'a survey whose time is over goes out at once; one that is put off or answered does not',
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect:
        'Goes out by e-mail at should_send_datetime, from the default mailbox, in the words of the setting satisfaction-surveys; it is no message of the ticket and is not billed.',
      ...chosen,
      test: SENT,
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: 'A time that is over sends it at once; one that is answered or put off is not sent.',
      ...chosen,
      test: 'a survey whose time is over goes out at once; one that is put off or answered does not',
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect:
        'Where it cannot go out the ticket has the event ticket-satisfaction-survey-skipped with reasons.',
      standing: 'recorded',
      source: 'recorded answers, August 2026 (the event)',
      test: SKIPPED,
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: 'The reasons: the customer has no address, there is no mailbox, a rule excluded the ticket.',
      ...chosen,
      test: SKIPPED,
    },
    {
      subject: 'createSatisfactionSurvey',
      aspect: 'With sent_datetime it was sent elsewhere: the event, and no e-mail.',
      ...chosen,
      test: 'a survey that was sent elsewhere leaves its event, and no e-mail',
    },
    {
      subject: 'getSatisfactionSurvey',
      aspect: 'Answers the survey with the keys that its creation answered.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: KEYS,
    },
    {
      subject: 'getSatisfactionSurvey',
      aspect: 'The ticket shows the same object as its satisfaction_survey.',
      ...chosen,
      test: ONE,
    },
    {
      subject: 'updateSatisfactionSurvey',
      aspect: 'Changes what is named, and keeps the rest.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: PARTIAL,
    },
    {
      subject: 'updateSatisfactionSurvey',
      aspect: 'A new score without scored_datetime is dated now; without a score there is no such time.',
      ...chosen,
      test: PARTIAL,
    },
    {
      subject: 'updateSatisfactionSurvey',
      aspect:
        'A new score leaves satisfaction-survey-responded, and sets off the rules of that trigger alone.',
      ...chosen,
      test: ANSWERED,
    },
  ],
)
