import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a rule has the recorded keys, and the tree of its code'
const RUNS = 'a rule runs once it has a trigger, by its newest code, and never while deactivated'
const PRIORITIES =
  'priorities are set together; the answer is a bare array of all rules, the first to run in front'

/** What is known about the endpoints of rules. How rules run is a matter of the helpdesk. */
export const ruleFidelity = recordsOf('Rules', 'mock-server/test/resources/rules.test.ts', [
  {
    subject: 'listRules',
    aspect: 'Answers the older envelope.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the list of rules has the older envelope and 100 rules on a page',
  },
  {
    subject: 'listRules',
    aspect: 'Has 100 rules on a page by default.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of rules has the older envelope and 100 rules on a page',
  },
  {
    subject: 'createRule',
    aspect: 'Answers the rule: keys, their order and types, and the tree of its code to the letter.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'createRule',
    aspect: 'Without a priority a rule gets one more than there are rules.',
    standing: 'inferred',
    source: 'none: chosen; the recordings show 3, then 6',
    test: 'a rule without a priority is counted up',
  },
  {
    subject: 'createRule',
    aspect: 'Refuses code that it cannot read with the sentence that was seen.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: 'a rule that cannot be read is refused with the places in its code',
  },
  {
    subject: 'createRule',
    aspect: 'Names line and column of each problem in the data of the refusal.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a rule that cannot be read is refused with the places in its code',
  },
  {
    subject: 'createRule',
    aspect: 'Refuses triggers and fields that are unknown.',
    standing: 'inferred',
    source: 'none: chosen; the names of the triggers are documented',
    test: 'a rule with %j is refused',
  },
  {
    subject: 'createRule',
    aspect: 'Is 403 beyond the setting limits.max_active_rules, as is reactivating a rule.',
    standing: 'inferred',
    source: 'none: chosen; that the setting exists is documented',
    test: 'the limit of active rules keeps the rules that are active from getting more',
  },
  {
    subject: 'createRule',
    aspect: 'Is for admins only, as all calls about rules are.',
    standing: 'inferred',
    source: 'none: chosen; that rights depend on the role is documented',
    test: 'rules are for admins only',
  },
  {
    subject: 'getRule',
    aspect: 'Answers the rule with the keys that its creation answered.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: KEYS,
  },
  {
    subject: 'updateRule',
    aspect: 'New code counts from the next ticket on; a deactivated rule never runs.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: RUNS,
  },
  {
    subject: 'deleteRule',
    aspect: 'Answers 204 without a body; the rule runs no more.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: RUNS,
  },
  {
    subject: 'updateRulesPriorities',
    aspect: 'Answers a bare array of all rules of the account.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: PRIORITIES,
  },
  {
    subject: 'updateRulesPriorities',
    aspect: 'Leaves an event for each rule whose place changed, and none for the others.',
    standing: 'inferred',
    source: 'none: chosen; the name of the event is documented',
    test: 'rules leave an event at each step',
  },
  {
    subject: 'updateRulesPriorities',
    aspect: 'Is 400 for an array without the wrapper.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: PRIORITIES,
  },
  {
    subject: 'updateRulesPriorities',
    aspect: 'Has the rule in front that runs first.',
    standing: 'inferred',
    source: 'none: chosen',
    test: PRIORITIES,
  },
])
