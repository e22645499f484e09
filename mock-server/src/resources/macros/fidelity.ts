import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a macro has the recorded keys, and actions with their keys in the order of the alphabet'
const SORTED = 'the list of macros is sorted by %s, on one page as on many'
const CHANGED = 'a macro is changed where it says so; actions are replaced as a whole'
const USED = 'a macro cannot be deleted or archived while an active rule applies it'
const ARCHIVED = 'several macros are archived, each with what came of it'
const UNARCHIVED = 'several macros are taken out of the archive, each with what came of it'

/** What is known about macros. */
export const macroFidelity = recordsOf('Macros', 'mock-server/test/resources/macros.test.ts', [
  {
    subject: 'listMacros',
    aspect: 'Answers the older envelope.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the list of macros has the older envelope',
  },
  {
    subject: 'listMacros',
    aspect: 'Is sorted by name, times, usage, relevance or language.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: SORTED,
  },
  {
    subject: 'listMacros',
    aspect:
      'Relevance is the place of the searched text in the name, then the usage; what was never changed comes ' +
      'before what was, and no language before all others.',
    standing: 'inferred',
    source: 'none: chosen',
    test: SORTED,
  },
  {
    subject: 'listMacros',
    aspect: 'Is filtered by a text, tags and languages.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of macros is searched by name and text, tag and language',
  },
  {
    subject: 'listMacros',
    aspect: 'The text is sought in the name and the response; tags are those that the macro adds, by name.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the list of macros is searched by name and text, tag and language',
  },
  {
    subject: 'listMacros',
    aspect: 'Leaves out what is archived, unless that is asked for: then it shows nothing else.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'the list of macros shows the archived ones when they are asked for, and only them',
  },
  {
    subject: 'listMacros',
    aspect: 'Takes message_id, ticket_id and number_predictions, which change nothing: nothing is predicted.',
    standing: 'inferred',
    source: 'none: the parameters are documented, what they change is not',
    test: 'the list of macros takes what predictions are made from, and predicts nothing',
  },
  {
    subject: 'createMacro',
    aspect:
      'Answers the macro: keys, their order and types, and the keys of its actions in alphabetical order.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'createMacro',
    aspect: 'Refuses a field that it does not know: 400 "No such field".',
    standing: 'recorded',
    source: 'live accounts, 2026',
    test: 'a macro is refused as %j',
  },
  {
    subject: 'createMacro',
    aspect: 'Takes the documented intents.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a macro takes the documented intents and no others',
  },
  {
    subject: 'createMacro',
    aspect: 'Keeps actions of any name; those that are not simulated are left out when the macro is applied.',
    standing: 'inferred',
    source: 'none: chosen; most names are not documented',
    test: {
      file: 'mock-server/test/resources/job-files.test.ts',
      name: 'a job that applies a macro names the actions that it left out',
    },
  },
  {
    subject: 'createMacro',
    aspect: 'The usage grows by one for each message that names the macro, and each ticket it is applied to.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a macro counts the messages that were written with it',
  },
  {
    subject: 'getMacro',
    aspect: 'Answers the macro with the keys that its creation answered.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: KEYS,
  },
  {
    subject: 'updateMacro',
    aspect: 'Changes what is named; actions are replaced as a whole.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: CHANGED,
  },
  {
    subject: 'deleteMacro',
    aspect: 'Answers 204 without a body.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'a macro that is deleted is gone',
  },
  {
    subject: 'deleteMacro',
    aspect: 'Is a 409 while an active rule applies the macro.',
    standing: 'documented',
    source: 'reference, as others noted it in 2026',
    test: USED,
  },
  {
    subject: 'archiveMacros',
    aspect: 'Takes up to 30 ids and answers for each: archived, not_found, already_archived or macro_used.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: ARCHIVED,
  },
  {
    subject: 'archiveMacros',
    aspect: 'A macro that an active rule applies is named with the names of the rules.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: USED,
  },
  {
    subject: 'archiveMacros',
    aspect: 'Each macro that is archived, or taken back, leaves the event macro-updated.',
    standing: 'inferred',
    source: 'none: chosen',
    test: UNARCHIVED,
  },
  {
    subject: 'unarchiveMacros',
    aspect: 'Takes up to 30 ids and answers for each: unarchived, not_found or already_not_archived.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: UNARCHIVED,
  },
])
