import { recordsOf } from '../../kernel/fidelity.ts'

const MAILBOX = 'integrations are the mailbox of the account, by type and one by one'
const KEYS = 'an HTTP integration has the documented keys, and belongs to its maker'
const TRIGGERS = 'an HTTP integration has all triggers, off unless they are named; underscores become hyphens'
const REFUSED = 'an HTTP integration is refused as %j'
const CHANGED = 'an HTTP integration changes only what is named; the name is needed, and the URL with http'
const DELETED = 'an HTTP integration that is deleted is gone, and its widgets with it'
const USED = 'an HTTP integration cannot be deleted while a rule asks %s'

/** What is known about integrations. What they call: helpdesk/http-integrations. */
export const integrationFidelity = recordsOf(
  'Integrations',
  'mock-server/test/resources/integrations.test.ts',
  [
    {
      subject: 'listIntegrations',
      aspect: 'Answers the newer envelope; a fresh account has the built-in mailbox.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: MAILBOX,
    },
    {
      subject: 'listIntegrations',
      aspect: 'Is for all roles; changes are for admins only.',
      standing: 'inferred',
      source: 'none: chosen; that rights depend on the role is documented',
      test: 'integrations are changed by admins only, and read by all',
    },
    {
      subject: 'getIntegration',
      aspect: 'Answers the integration as the list shows it.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: MAILBOX,
    },
    {
      subject: 'getIntegration',
      aspect: 'Has decoration and locked_datetime, which the reference does not name.',
      standing: 'recorded',
      source: 'recorded answers, August 2026',
      test: MAILBOX,
    },
    {
      subject: 'createIntegration',
      aspect: 'Makes the type http only; needs name, type, URL, method and both content types.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: REFUSED,
    },
    {
      subject: 'createIntegration',
      aspect: 'Answers the documented keys; the newer ones stand among them by the alphabet.',
      standing: 'inferred',
      source: 'none: chosen; the older example of the reference gives the order of some',
      test: KEYS,
    },
    {
      subject: 'createIntegration',
      aspect: 'Never shows the hmac_secret.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: 'an HTTP integration never shows its secret',
    },
    {
      subject: 'createIntegration',
      aspect: 'Refuses a host under .invalid.',
      standing: 'recorded',
      source: 'live accounts, mid 2026',
      test: 'an HTTP integration is refused for a host that cannot be, as in %s',
    },
    {
      subject: 'createIntegration',
      aspect: 'Looks no other host up: localhost and names that do not exist pass.',
      standing: 'inferred',
      source: 'none: chosen, since the simulator asks no name server',
      test: 'an HTTP integration may call %s: nobody is asked for the name',
    },
    {
      subject: 'createIntegration',
      aspect: 'Knows the eight triggers of the reference.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: TRIGGERS,
    },
    {
      subject: 'createIntegration',
      aspect: 'Takes the names of triggers with underscores, too, and answers all eight with hyphens.',
      standing: 'inferred',
      source: 'none: chosen; an older example of the reference has underscores',
      test: TRIGGERS,
    },
    {
      subject: 'createIntegration',
      aspect: 'Is 403 beyond the setting limits.max_integrations, the mailbox counted.',
      standing: 'inferred',
      source: 'none: chosen; that the setting exists is documented',
      test: 'integrations are as many as the limits of the account allow',
    },
    {
      subject: 'updateIntegration',
      aspect: 'Needs the name, and the URL when http is sent.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: CHANGED,
    },
    {
      subject: 'updateIntegration',
      aspect: 'Leaves alone what is not named, within http and its triggers as well.',
      standing: 'inferred',
      source: 'none: chosen; that updates are partial is documented',
      test: CHANGED,
    },
    {
      subject: 'updateIntegration',
      aspect: 'Deactivating and reactivating leave their own event instead of integration-updated.',
      standing: 'inferred',
      source: 'none: chosen; the names of the events are documented',
      test: 'an HTTP integration goes out of service and comes back, with an event for each',
    },
    {
      subject: 'updateIntegration',
      aspect: 'The mailbox can be renamed, and takes no http.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'the mailbox can be renamed, but takes no http and stays',
    },
    {
      subject: 'deleteIntegration',
      aspect: 'Answers 204 without a body.',
      standing: 'documented',
      source: 'older reference, about 2023',
      test: DELETED,
    },
    {
      subject: 'deleteIntegration',
      aspect: 'Its widgets go with it.',
      standing: 'inferred',
      source: 'none: chosen',
      test: DELETED,
    },
    {
      subject: 'deleteIntegration',
      aspect: 'Is refused while a rule uses the integration; no other integration ever does here.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: USED,
    },
    {
      subject: 'deleteIntegration',
      aspect: 'The refusal is a 409 that names the rules; conditions on integration_id count as use.',
      standing: 'inferred',
      source: 'none: chosen',
      test: USED,
    },
    {
      subject: 'deleteIntegration',
      aspect: 'Deactivates the views that ask for it.',
      standing: 'documented',
      source: 'reference, mid 2026',
      test: 'an HTTP integration takes the views that ask for it out of service when it goes',
    },
    {
      subject: 'deleteIntegration',
      aspect: 'Is 403 for the mailbox.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'the mailbox can be renamed, but takes no http and stays',
    },
  ],
)
