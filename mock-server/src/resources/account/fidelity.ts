import { recordsOf } from '../../kernel/fidelity.ts'

const LISTED = 'settings are listed without an envelope, all or of one type'
const GROWING =
  'settings whose fields grow over the years take more of them; others take any data of a bounded size'
const REPLACED = 'settings are made once per type and replaced as a whole'

/** What is known about the account and its settings. */
export const accountFidelity = recordsOf('Account', 'mock-server/test/resources/account.test.ts', [
  {
    subject: 'getAccount',
    aspect: 'Answers the recorded keys in their order.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the account has the recorded keys',
  },
  {
    subject: 'getAccount',
    aspect: 'Is on a paid plan: how its subscription looks was recorded of a trial only.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the account has the recorded keys',
  },
  {
    subject: 'listAccountSettings',
    aspect: 'Answers data without an envelope: keys, their order and types.',
    standing: 'recorded',
    source: 'recorded answers, February 2025',
    test: LISTED,
    compared: '2026-11-22',
  },
  {
    subject: 'listAccountSettings',
    aspect: 'A fresh account has the settings of 2026, auto-split among them.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: LISTED,
  },
  {
    subject: 'createAccountSetting',
    aspect: 'Needs a known type; answers the setting.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: REPLACED,
  },
  {
    subject: 'createAccountSetting',
    aspect: 'Is 409 for a type that the account has.',
    standing: 'inferred',
    source: 'none: chosen',
    test: REPLACED,
  },
  {
    subject: 'createAccountSetting',
    aspect: 'Leaves the event account-setting-updated, as there is none for making one.',
    standing: 'inferred',
    source: 'none: chosen; the names of the events are documented',
    test: 'settings leave an event each time',
  },
  {
    subject: 'createAccountSetting',
    aspect: 'Takes any object of a bounded size where the fields of a type are not known.',
    standing: 'inferred',
    source: 'none: chosen',
    test: GROWING,
  },
  {
    subject: 'createAccountSetting',
    aspect: 'Is for admins only, as updateAccountSetting is.',
    standing: 'inferred',
    source: 'none: chosen; that rights depend on the role is documented',
    test: 'settings are changed by admins only',
  },
  {
    subject: 'updateAccountSetting',
    aspect: 'Needs the type, replaces the data as a whole, answers 200.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: REPLACED,
  },
  {
    subject: 'updateAccountSetting',
    aspect: 'Checks the data of types whose fields are known; none of the fields is required.',
    standing: 'inferred',
    source: 'none: chosen; the fields are those of fresh accounts',
    test: 'settings of the type %s take no %j',
  },
  {
    subject: 'updateAccountSetting',
    aspect: 'Takes further fields in access, satisfaction-surveys and ticket-assignment.',
    standing: 'inferred',
    source: 'none: chosen, since the fields of 2025 and 2026 differ',
    test: GROWING,
  },
  {
    subject: 'updateAccountSetting',
    aspect: 'Takes what a fresh account has.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'settings of a fresh account can be written back as they are, and are in the account',
  },
  {
    subject: 'updateAccountSetting',
    aspect: 'Refuses to change the type.',
    standing: 'inferred',
    source: 'none: chosen',
    test: REPLACED,
  },
])
