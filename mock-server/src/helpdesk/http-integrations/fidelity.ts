import { recordsOf } from '../../kernel/fidelity.ts'
import type { Entry } from '../../kernel/fidelity.ts'

const FAILS = 'a call that fails with %s is made again after ten seconds, a minute and five minutes'
const egress = (name: string) => ({ file: 'mock-server/test/egress.test.ts', name })
const limits = (name: string) => ({
  file: 'mock-server/src/helpdesk/http-integrations/log.test.ts',
  name: `the calls of an account ${name}`,
})
const KEPT =
  'the answer to a call stands on the customer under the id of the integration, and is replaced by the next'

const shownBy = (file: string, entries: readonly Entry[]) =>
  recordsOf('HTTP integrations at work', `mock-server/test/http-integrations/${file}.test.ts`, entries)

/** What is known about HTTP integrations at work. */
export const HTTP_INTEGRATION_FIDELITY = [
  ...shownBy('triggers', [
    {
      subject: 'ticket-created',
      aspect: 'Comes once for a ticket, before one call for each message and one for the update.',
      standing: 'inferred',
      source: 'none: chosen; the order is the one documented for rules',
      test: 'an HTTP integration is called for a new ticket, for each message, and for the update that follows',
    },
    {
      subject: 'ticket-updated',
      aspect: 'Is any change of a ticket, more than rules see.',
      standing: 'documented',
      source: 'help centre, 2026',
      test: 'an HTTP integration is called for any change of a ticket, even one that rules do not see, and for none that changes nothing',
    },
    {
      subject: 'ticket-message-created',
      aspect: 'Comes for messages of both sides and for notes, and an update with it.',
      standing: 'inferred',
      source: 'none: chosen; the trigger is documented by name',
      test: 'an HTTP integration is called for a message on a ticket, and for a customer who reopens it',
    },
    {
      subject: 'ticket-status-updated',
      aspect: 'Comes when a ticket is closed or reopened, whoever does it.',
      standing: 'inferred',
      source: 'none: chosen; the trigger is documented by name',
      test: 'an HTTP integration is called for a message on a ticket, and for a customer who reopens it',
    },
    {
      subject: 'ticket-assignment-updated',
      aspect: 'Comes for users and teams, when one is assigned and when none is any more.',
      standing: 'inferred',
      source: 'none: chosen; the trigger is documented by name',
      test: 'an HTTP integration is called for an assignment to a user or a team, and for its end',
    },
    {
      subject: 'ticket-assignment-updated',
      aspect: 'Comes for a ticket that is made with an assignee.',
      standing: 'inferred',
      source: 'none: chosen; that such a ticket leaves ticket-assigned is recorded',
      test: 'an HTTP integration is called for a ticket that is born assigned',
    },
    {
      subject: 'ticket-message-failed',
      aspect: 'Comes when a message could not be sent.',
      standing: 'inferred',
      source: 'none: chosen; the trigger is documented by name',
      test: 'an HTTP integration is called for a message that could not be sent',
    },
    {
      subject: 'ticket-handed-over',
      aspect: 'Comes when AI Agent passes a ticket on to people.',
      standing: 'inferred',
      source: 'none: chosen; the trigger is documented by name',
      test: 'an HTTP integration is called for a ticket that AI Agent hands over',
    },
    {
      subject: 'ticket-self-unsnoozed',
      aspect: 'Comes when a snooze ends at its time.',
      standing: 'inferred',
      source: 'none: chosen; the trigger is documented by name',
      test: 'an HTTP integration is called for a snooze that comes to its end, at its time',
    },
    {
      subject: 'order',
      aspect: 'Calls come behind the rules, and show the ticket as those have left it.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'an HTTP integration is called behind the rules: it shows what they have done',
    },
    {
      subject: 'silence',
      aspect: 'Deactivated integrations and imported tickets set off no call.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'an HTTP integration is called not while it is deactivated, not once it is deleted, not for imported tickets',
    },
  ]),
  ...shownBy('requests', [
    {
      subject: 'request',
      aspect: 'URL, headers and form are templates; there is no fixed payload.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: 'a call of an HTTP integration shows ticket, message and customer in a JSON body, whatever they hold',
    },
    {
      subject: 'request',
      aspect: 'Values are data: within JSON texts, encoded in URLs and forms, one line in headers.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'a call of an HTTP integration puts values into the URL encoded, so that they change neither host nor path nor parameters',
    },
    {
      subject: 'request',
      aspect:
        'A form given as a text stays JSON; a variable without quotes becomes a number, a truth value or a text.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'a call of an HTTP integration keeps JSON that is given as a text together, with quotes around a variable and without',
    },
    {
      subject: 'request',
      aspect: 'A GET sends its form as query parameters.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: 'a call of an HTTP integration by %s sends its form as query parameters, and no body',
    },
    {
      subject: 'signature',
      aspect: 'With a hmac_secret calls carry X-Gorgias-Signature: HMAC-SHA256 of the raw body, hex.',
      standing: 'inferred',
      source:
        'none: chosen, and weak; that calls are signed is documented, under which header and how is not',
      test: 'a call of an HTTP integration is signed with the secret: the raw body, by HMAC-SHA256 in hex',
    },
  ]),
  ...shownBy('answers', [
    {
      subject: 'answer',
      aspect: 'A JSON object stands on the customer below integrations, under the id of the integration.',
      standing: 'inferred',
      source: 'none: chosen; that widgets show the answer is documented, where it lies is not',
      test: KEPT,
    },
    {
      subject: 'answer',
      aspect: 'Anything but an object of a 2xx is not kept, nor what has more than 64 KB or 32 levels.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'the answer to a call is not kept where it is %s',
    },
  ]),
  ...shownBy('failures', [
    {
      subject: 'time-out',
      aspect: 'A call that takes more than 5 seconds has failed.',
      standing: 'inferred',
      source: 'none: chosen',
      test: egress('a call over HTTP gives up after its time, whether no answer comes or it does not end'),
    },
    {
      subject: 'retries',
      aspect: 'No answer, a 5xx and a 429 are tried again after 10 seconds, 1 minute and 5 minutes.',
      standing: 'inferred',
      source: 'none: chosen',
      test: FAILS,
    },
    {
      subject: 'retries',
      aspect: 'Any other status is an answer, and final.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'a call that fails with a %d is not made again',
    },
    {
      subject: 'redirects',
      aspect: 'Are not followed, not even to the same host.',
      standing: 'inferred',
      source: 'none: chosen',
      test: egress('a call over HTTP does not follow a redirect'),
    },
    {
      subject: 'lasting failure',
      aspect:
        'Ten deliveries in a row that fail with all retries deactivate the integration, with its event.',
      standing: 'inferred',
      source: 'none: chosen; the name of the event is documented',
      test: 'a call that fails ten times in a row, retries and all, takes the integration out of service, with an event',
    },
    {
      subject: 'lasting failure',
      aspect: 'Drops the retries that are to come; to switch the integration on begins the count anew.',
      standing: 'inferred',
      source: 'none: chosen; the name of the event is documented',
      test: 'a call that fails drops its retries with the integration, and counts anew when that is switched on again',
    },
    {
      subject: 'addresses',
      aspect: 'Only this machine, private networks and hosts that are named are called.',
      standing: 'inferred',
      source: "none: the simulator's own",
      test: egress(
        'a call that would leave private networks is refused with a sentence that says what to do',
      ),
    },
  ]),
  ...shownBy('receivers', [
    {
      subject: 'loops',
      aspect: 'What a receiver changes over the API sets integrations off again, up to the rate limit.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'the receiver of a call that sets its integration off again ends at the rate limit of the account',
    },
    {
      subject: 'loops',
      aspect: 'An account makes 5,000 calls a minute at the most.',
      standing: 'inferred',
      source: "none: the simulator's own",
      test: limits('are bounded in a minute, so that a loop ends; the next minute has as many'),
    },
    {
      subject: 'loops',
      aspect: 'An integration is called 500 times an hour about one ticket at the most.',
      standing: 'inferred',
      source: "none: the simulator's own",
      test: limits(
        'of one integration about one ticket are bounded in an hour, so that a receiver that answers each ends',
      ),
    },
  ]),
]
