import { recordsOf } from '../../kernel/fidelity.ts'

const MAILBOX = 'integrations are the mailbox of the account, by type and one by one'

/** What is known about integrations. */
export const integrationFidelity = recordsOf('Integrations', 'mock-server/test/resources/account.test.ts', [
  {
    subject: 'listIntegrations',
    aspect: 'Answers the newer envelope; a fresh account has the built-in mailbox.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: MAILBOX,
  },
  {
    subject: 'getIntegration',
    aspect: 'Answers the integration as the list shows it.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: MAILBOX,
  },
])
