import { recordsOf } from '../../kernel/fidelity.ts'

const LISTED = 'settings are listed without an envelope, all or of one type'
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
    aspect: 'Refuses to change the type.',
    standing: 'inferred',
    source: 'none: chosen',
    test: REPLACED,
  },
])
